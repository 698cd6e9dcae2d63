"""The verbs that change carts. A cart promises nothing, so nothing is checked here but that the numbers make sense."""

import secrets
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from kirana.cart.models import Cart, CartLine
from kirana.catalog.models import Listing
from kirana.core import clock, locks
from kirana.core.errors import NotFound, ShopError
from kirana.customers.models import Customer
from kirana.inventory.missing import IfMissing

MOST_LINES = 120
MOST_PIECES = 99
MOST_NOTE = 160
MOST_LOOSE = 50_000  # 50 kg or 50 litres


class TooManyLines(ShopError):
    code = "too_many_lines"
    sentence = _("A basket holds %(most)s different things. Please place this order first.")


class BadQuantity(ShopError):
    code = "bad_quantity"
    status = 422
    sentence = _("Please choose between %(least)s and %(most)s.")


class NoteTooLong(ShopError):
    code = "note_too_long"
    status = 422
    sentence = _("A note has room for %(most)s letters. Please shorten it a little.")


def open_cart(*, store_id: int, at: datetime) -> Cart:
    """A new, empty cart for a browser that has none."""
    return Cart.objects.create(token=secrets.token_urlsafe(16), store_id=store_id, used_on=clock.shop_date(at))


def add(*, cart: Cart, listing_id: int, quantity: int, at: datetime) -> None:
    """Put so many more base units of a listing in; pressing + at once in two places adds twice.

    Raises `NotFound` for what the store does not offer, `BadQuantity`, `TooManyLines`.
    """
    listing = _offered(cart, listing_id)
    most = _most(listing)
    if not 0 < quantity <= most:
        raise BadQuantity(least=listing.step, most=most)
    with locks.transaction():
        line = CartLine.objects.filter(cart=cart, listing_id=listing_id)
        if line.update(quantity=Least(F("quantity") + quantity, Value(most)), seen_paise=listing.price_paise):
            return
        _refuse_when_full(cart)
        _insert(cart, listing, quantity, at)


def set_quantity(*, cart: Cart, listing_id: int, quantity: int, at: datetime) -> None:
    """Have exactly this much of a listing; 0 takes the line out. Raises as `add` does."""
    if quantity == 0:
        CartLine.objects.filter(cart=cart, listing_id=listing_id).delete()
        return
    listing = _offered(cart, listing_id)
    most = _most(listing)
    if not 0 < quantity <= most:
        raise BadQuantity(least=listing.step, most=most)
    with locks.transaction():
        line = CartLine.objects.filter(cart=cart, listing_id=listing_id)
        if not line.update(quantity=quantity, seen_paise=listing.price_paise):
            _refuse_when_full(cart)
            _insert(cart, listing, quantity, at)


def set_wish(*, cart: Cart, listing_id: int, note: str, if_missing: IfMissing) -> None:
    """Keep what the shopper says about a line: a note, and what to do when it is not there. Raises `NoteTooLong`."""
    if len(note) > MOST_NOTE:
        raise NoteTooLong(most=MOST_NOTE)
    CartLine.objects.filter(cart=cart, listing_id=listing_id).update(note=note, if_missing=if_missing)


def set_pincode(*, cart: Cart, pincode: str) -> None:
    """Keep where the shopper says they live."""
    Cart.objects.filter(pk=cart.pk).update(pincode=pincode)
    cart.pincode = pincode


def agree_to_changes(*, cart: Cart, quantities: dict[int, int], prices: dict[int, int]) -> None:
    """Take over what has become of the cart: quantities by listing id (0: gone) and the prices now shown."""
    with locks.transaction():
        lines = list(CartLine.objects.filter(cart=cart))
        CartLine.objects.filter(cart=cart, listing_id__in=[key for key, n in quantities.items() if n == 0]).delete()
        kept = [line for line in lines if quantities.get(line.listing_id, line.quantity)]
        for line in kept:
            line.quantity = quantities.get(line.listing_id, line.quantity)
            line.seen_paise = prices.get(line.listing_id, line.seen_paise)
        CartLine.objects.bulk_update(kept, ["quantity", "seen_paise"])


def give_to(*, cart: Cart | None, customer: Customer, store_id: int, at: datetime) -> Cart:
    """The customer's one cart, with what the browser's cart held merged in: the larger quantity of each line stays.

    Called when someone signs in; a browser's cart that belongs to someone else is left alone.
    """
    with locks.transaction():
        own = locks.locked(Cart.objects.filter(customer=customer)).first()
        if cart is not None and cart.customer_id not in (None, customer.pk):
            cart = None
        if own is None:
            own = cart or open_cart(store_id=store_id, at=at)
            Cart.objects.filter(pk=own.pk).update(customer=customer)
            own.customer = customer
        elif cart is not None and cart.pk != own.pk:
            _pour(cart, into=own)
    return own


def empty(*, cart_id: int) -> None:
    """Take everything out: it has been ordered."""
    CartLine.objects.filter(cart_id=cart_id).delete()


def _pour(cart: Cart, *, into: Cart) -> None:
    held = {line.listing_id: line for line in CartLine.objects.filter(cart=into)}
    for line in CartLine.objects.filter(cart=cart):
        known = held.get(line.listing_id)
        if known is None:
            CartLine.objects.filter(pk=line.pk).update(cart=into)
        elif line.quantity > known.quantity:
            CartLine.objects.filter(pk=known.pk).update(quantity=line.quantity, note=line.note or known.note)
    if cart.pincode and not into.pincode:
        set_pincode(cart=into, pincode=cart.pincode)
    Cart.objects.filter(pk=cart.pk).delete()


def _offered(cart: Cart, listing_id: int) -> Listing:
    columns = ("price_paise", "step", "product__unit")
    listings = Listing.objects.select_related("product").only(*columns)
    listing = listings.filter(pk=listing_id, store_id=cart.store_id, is_active=True).first()
    if listing is None:
        raise NotFound()
    return listing


def _most(listing: Listing) -> int:
    return MOST_PIECES if listing.product.base_unit.per == 1 else MOST_LOOSE


def _refuse_when_full(cart: Cart) -> None:
    if CartLine.objects.filter(cart=cart).count() >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)


def _insert(cart: Cart, listing: Listing, quantity: int, at: datetime) -> None:
    line = CartLine(cart=cart, listing=listing, quantity=quantity, seen_paise=listing.price_paise, added_at=at)
    CartLine.objects.bulk_create(
        [line], update_conflicts=True, unique_fields=["cart", "listing"], update_fields=["quantity", "seen_paise"]
    )
    today = clock.shop_date(at)
    if cart.used_on != today:
        Cart.objects.filter(pk=cart.pk).update(used_on=today)
