"""Having the same again: an order's lines become lines of the cart."""

from dataclasses import dataclass
from datetime import datetime

from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.cart.models import Cart
from kirana.core.errors import NotFound
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class Reordered:
    """What went into the cart, and what the shop no longer offers."""

    added: list[OrderLine]
    gone: list[OrderLine]


def reorder(*, order: Order, cart: Cart, at: datetime) -> Reordered:
    """Have at least as much of everything as the order had; what is already in the cart stays."""
    result = Reordered(added=[], gone=[])
    held = cart_rows.quantities(cart_id=cart.pk)
    for line in order_rows.lines(order_id=order.pk):
        quantity = max(line.quantity, held.get(line.listing_id, 0))
        try:
            carts.set_quantity(cart=cart, listing_id=line.listing_id, quantity=quantity, at=at)
        except NotFound:
            result.gone.append(line)
        else:
            result.added.append(line)
    return result
