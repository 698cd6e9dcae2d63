"""Who is shopping: the browser's cart, and the person when they are signed in.

The cart's token is in a cookie of its own, not in the session: a basket outlives a session by a year, and public
pages must not need one. Signing in pours the browser's cart into the person's (see `adapter`).
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kirana.cart import selectors as carts
from kirana.cart import services as cart_verbs
from kirana.cart.models import Cart
from kirana.core.actors import GUEST, Actor
from kirana.customers import selectors as customers
from kirana.customers.models import Customer
from kirana.stores import selectors as stores
from kirana.stores.models import Store

CART_COOKIE = "basket"
ORDERS_COOKIE = "orders"
YEAR = 365 * 24 * 3600
ORDERS_SALT = "orders on this device"
MOST_ORDERS = 20


def cart_of(request: HttpRequest) -> Cart | None:
    """The cart this browser has been given; None before the first thing is put in."""
    return carts.by_token(token=request.COOKIES.get(CART_COOKIE, ""))


def cart_or_new(request: HttpRequest, *, at: datetime) -> Cart:
    """The browser's cart, or an empty one; the answer must `keep_cart`."""
    cart = cart_of(request)
    if cart is None:
        store = stores.current()
        cart = cart_verbs.open_cart(store_id=store.pk, at=at)
        cart.store = store
    return cart


def store_of(cart: Cart | None) -> Store:
    """The store that a cart was filled in; the shop's front as long as there is none."""
    return cart.store if cart else stores.current()


def keep_cart(request: HttpRequest, response: HttpResponse, cart: Cart) -> None:
    """Have the browser remember its cart for a year."""
    if request.COOKIES.get(CART_COOKIE) != cart.token:
        _remember(response, CART_COOKIE, cart.token)


def forget_cart(response: HttpResponse) -> None:
    """Have the browser forget: someone signed out, and the phone may be shared."""
    response.delete_cookie(CART_COOKIE)
    response.delete_cookie(ORDERS_COOKIE)


def actor_of(request: HttpRequest) -> Actor:
    """The `by` of what the shopper does."""
    user = request.user
    return user.as_customer() if user.is_authenticated else GUEST


def customer_of(request: HttpRequest) -> Customer | None:
    """The customer who is signed in."""
    return customers.of_user(user_id=request.user.pk if request.user.is_authenticated else None)


def order_tokens(request: HttpRequest) -> list[str]:
    """The orders placed from this browser, the newest first; signed, so that none can be made up."""
    line = request.get_signed_cookie(ORDERS_COOKIE, default="", salt=ORDERS_SALT) or ""
    return [token for token in line.split(".") if token]


def remember_order(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Have the browser remember an order that a guest placed."""
    tokens = [token, *(known for known in order_tokens(request) if known != token)][:MOST_ORDERS]
    response.set_signed_cookie(
        ORDERS_COOKIE,
        ".".join(tokens),
        salt=ORDERS_SALT,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
