"""The verbs that change carts. A cart promises nothing, so nothing is checked here but that the numbers make sense."""

import secrets
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kirana.cart.models import Cart, CartLine
from kirana.catalog.models import Listing
from kirana.core import clock, durability, locks
from kirana.core.errors import NotFound, ShopError
from kirana.core.quantity import BaseUnit
from kirana.customers.models import Customer
from kirana.inventory.missing import IfMissing

MOST_LINES = 120
MOST_PIECES = 99
MOST_NOTE = 160
MOST_LOOSE = 50_000  # 50 kg or 50 litres
# One trip, and no gap between looking and writing: what the store offers goes in at its price of now, and no more of it
# than one may have. A line that is there gets more (`kept` is 1) or gets another quantity (`kept` is 0); a new one goes
# in when there is room. `{not_waiting}` is what `core.durability` has to say.
PUT = """
    INSERT INTO cart_cartline (cart_id, listing_id, quantity, seen_paise, note, if_missing, added_at)
    SELECT %(cart)s, offered.id, %(quantity)s, offered.price_paise, '', %(if_missing)s, %(at)s
    FROM catalog_listing offered INNER JOIN catalog_product product ON product.id = offered.product_id
    WHERE {not_waiting} AND offered.id = %(listing)s AND offered.store_id = %(store)s AND offered.is_active
        AND %(quantity)s <= CASE product.unit WHEN %(piece)s THEN %(most_pieces)s ELSE %(most_loose)s END
        AND (
            (SELECT COUNT(*) FROM cart_cartline WHERE cart_id = %(cart)s) < %(room)s
            OR EXISTS (SELECT 1 FROM cart_cartline WHERE cart_id = %(cart)s AND listing_id = %(listing)s)
        )
    ON CONFLICT (cart_id, listing_id) DO UPDATE SET
        quantity = (
            SELECT CASE WHEN wanted.quantity > wanted.most THEN wanted.most ELSE wanted.quantity END FROM (
                SELECT
                    cart_cartline.quantity * %(kept)s + excluded.quantity AS quantity,
                    CASE product.unit WHEN %(piece)s THEN %(most_pieces)s ELSE %(most_loose)s END AS most
                FROM catalog_listing offered INNER JOIN catalog_product product ON product.id = offered.product_id
                WHERE offered.id = excluded.listing_id
            ) wanted
        ),
        seen_paise = excluded.seen_paise
"""


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
    _put(cart, listing_id, quantity, at=at, kept=1)


def set_quantity(*, cart: Cart, listing_id: int, quantity: int, at: datetime) -> None:
    """Have exactly this much of a listing; 0 takes the line out. Raises as `add` does."""
    if quantity == 0:
        CartLine.objects.filter(cart=cart, listing_id=listing_id).delete()
        return
    _put(cart, listing_id, quantity, at=at, kept=0)


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


def take_out_ordered(*, cart_id: int, ordered: dict[int, int]) -> None:
    """Take out what has been ordered, by listing id; a line that was changed or added since stays."""
    lines = CartLine.objects.filter(cart_id=cart_id, listing_id__in=ordered)
    gone = [line.pk for line in lines if line.quantity == ordered[line.listing_id]]
    CartLine.objects.filter(pk__in=gone).delete()


def _pour(cart: Cart, *, into: Cart) -> None:
    held = {line.listing_id: line for line in CartLine.objects.filter(cart=into)}
    room = MOST_LINES - len(held)
    for line in CartLine.objects.filter(cart=cart):
        known = held.get(line.listing_id)
        if known is None and room > 0:
            CartLine.objects.filter(pk=line.pk).update(cart=into)
            room -= 1
        elif known is not None and line.quantity > known.quantity:
            wish = line.if_missing if line.if_missing != IfMissing.CALL else known.if_missing
            CartLine.objects.filter(pk=known.pk).update(
                quantity=line.quantity, note=line.note or known.note, if_missing=wish
            )
    if cart.pincode and not into.pincode:
        set_pincode(cart=into, pincode=cart.pincode)
    Cart.objects.filter(pk=cart.pk).delete()


def _put(cart: Cart, listing_id: int, quantity: int, *, at: datetime, kept: int) -> None:
    """Write a line of the cart at the price of now."""
    if not 0 < quantity <= MOST_LOOSE or not _written(cart, listing_id, quantity, at=at, kept=kept):
        raise _why_not(cart, listing_id, quantity)
    _note_use(cart, at)


def _written(cart: Cart, listing_id: int, quantity: int, *, at: datetime, kept: int) -> bool:
    """Send `PUT`, and say whether a line was written."""
    facts: dict[str, Any] = {
        "cart": cart.pk,
        "store": cart.store_id,
        "listing": listing_id,
        "quantity": quantity,
        "kept": kept,
        "if_missing": IfMissing.CALL.value,
        "piece": BaseUnit.PIECE.value,
        "most_pieces": MOST_PIECES,
        "most_loose": MOST_LOOSE,
        "room": MOST_LINES,
        "at": connection.ops.adapt_datetimefield_value(at),
    }
    with durability.relaxed() as not_waiting, connection.cursor() as cursor:
        cursor.execute(PUT.format(not_waiting=not_waiting), facts)
        return bool(cursor.rowcount)


def _why_not(cart: Cart, listing_id: int, quantity: int) -> ShopError:
    """Why so much of it cannot be put in."""
    offered = Listing.objects.filter(pk=listing_id, store_id=cart.store_id, is_active=True)
    found = offered.values_list("step", "product__unit").first()
    if found is None:
        return NotFound()
    step, unit = found
    most = MOST_PIECES if unit == BaseUnit.PIECE else MOST_LOOSE
    return TooManyLines(most=MOST_LINES) if 0 < quantity <= most else BadQuantity(least=step, most=most)


def _note_use(cart: Cart, at: datetime) -> None:
    today = clock.shop_date(at)
    if cart.used_on != today:
        Cart.objects.filter(pk=cart.pk).update(used_on=today)
