"""The page of who is signed in."""

from allauth.account.views import LogoutView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kirana.accounts import selectors as accounts
from kirana.payments.ledgers import selectors as ledgers
from kirana.storefront import shopper
from kirana.stores import selectors as stores


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail, the way to the orders, and out."""
    customer = shopper.customer_of(request)
    facts = {
        "store": stores.current(),
        "customer": customer,
        "khata": ledgers.khata_of(customer_id=customer.pk) if customer else None,
        "credit_paise": ledgers.credit_paise(customer_id=customer.pk) if customer else 0,
        "place": accounts.staff_place(user_id=int(request.user.pk or 0)),
    }
    return render(request, "storefront/account.html", facts)


class SignOut(LogoutView):  # type: ignore[misc]
    """Signing out takes the basket off this browser too: a phone may be shared."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """Sign out."""
        response: HttpResponse = super().post(*args, **kwargs)
        shopper.forget_cart(response)
        return response
