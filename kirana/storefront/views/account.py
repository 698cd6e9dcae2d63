"""The page of who is signed in."""

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kirana.accounts import selectors as accounts
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.flows.forget_payer import forget_payer
from kirana.payments import payers, ways
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.ledgers import selectors as ledgers
from kirana.payments.models import SavedPayer
from kirana.storefront import shopper
from kirana.stores import selectors as stores


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail, the way to the orders, and out."""
    return _page(request)


@require_POST
@login_required
def forget_way(request: HttpRequest, saved_id: int) -> HttpResponse:
    """Have a gateway forget how who is signed in pays."""
    customer = shopper.customer_of(request)
    if customer is None:
        raise NotFound()
    kept = payers.saved_by(customer_id=customer.pk, saved_id=saved_id)
    try:
        forget_payer(saved=kept, by=shopper.actor_of(request), at=clock.now())
    except GatewayError:
        return _page(
            request, refusal=_("The payment service did not answer, so it is still kept. Try again."), status=503
        )
    messages.success(request, _("It is forgotten, here and by the payment company."))
    return redirect("account")


def _kept(customer_id: int) -> list[tuple[SavedPayer, str]]:
    """Where something is kept of how they pay, by the name of the way."""
    return [(one, ways.label(one.gateway)) for one in payers.saved(customer_id=customer_id)]


def _page(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    customer = shopper.customer_of(request)
    facts = {
        "store": stores.current(),
        "customer": customer,
        "khata": ledgers.khata_of(customer_id=customer.pk) if customer else None,
        "credit_paise": ledgers.credit_paise(customer_id=customer.pk) if customer else 0,
        "kept": _kept(customer.pk) if customer else [],
        "refusal": refusal,
        "place": accounts.staff_place(user_id=int(request.user.pk or 0)),
    }
    return render(request, "storefront/account.html", facts, status=status)


class SignOut(LogoutView):  # type: ignore[misc]
    """Signing out takes the basket off this browser too: a phone may be shared."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """Sign out."""
        response: HttpResponse = super().post(*args, **kwargs)
        shopper.forget_cart(response)
        return response
