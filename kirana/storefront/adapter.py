"""What the shop does when someone signs in or up: the sign-in itself is django-allauth's."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kirana.accounts import selectors as accounts
from kirana.accounts import services as account_verbs
from kirana.accounts.models import User
from kirana.cart import services as carts
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.customers import services as customers
from kirana.ops import switches
from kirana.ops.access import lines as access
from kirana.ops.access.address import account_mark
from kirana.ops.access.review import FAILED
from kirana.ops.switches import Switch
from kirana.storefront import shopper
from kirana.stores import selectors as stores

# The words of allauth's own forms, so that our Hindi stands in for theirs.
THEIR_WORDS = (_("Email"), _("Email address"), _("Password"), _("New Password"), _("Forgot your password?"))


class StaffSignInIsLocked(ShopError):
    code = "staff_sign_in_is_locked"
    status = 403
    sentence = _("Nobody who works here can sign in just now. Ask whoever looks after the shop.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Joins allauth to customers, carts and the back office."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Who tries too often is refused before the password is looked at, and guesses no less for it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._note_failure(request, credentials)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Have the access log say it."""
        super().authentication_failed(request, **credentials)
        self._note_failure(request, credentials)

    def _note_failure(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        """Which account by its mark, never by its name."""
        login = str(credentials.get("email") or credentials.get("username") or "")
        access.note(request, event=FAILED, account=account_mark(login))

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Let nobody who works here in while staff sign-in is locked; raises `StaffSignInIsLocked`."""
        if switches.is_on(Switch.LOCK_STAFF) and accounts.staff_place(user_id=user.pk) is not None:
            raise StaffSignInIsLocked()
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        return answer

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Pour the browser's cart into the person's own, and have the browser keep that one."""
        response: HttpResponse = super().post_login(request, user, **details)
        if accounts.staff_place(user_id=user.pk) is not None:
            return response
        at = clock.now()
        language = translation.get_language() or "en"
        customer = customers.register(user=user, language=language, at=at)
        store = stores.current()
        cart = carts.give_to(cart=shopper.cart_of(request), customer=customer, store_id=store.pk, at=at)
        shopper.keep_cart(request, response, cart)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Keep the password that its owner chose, and since when it is the one."""
        account_verbs.choose_password(user=user, password=password, at=clock.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their board, shoppers to the shop."""
        if accounts.staff_place(user_id=int(request.user.pk or 0)) is not None:
            return reverse("staff_board")
        return reverse("home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Back to the shop, in the language in force."""
        return reverse("home")
