"""Money that comes after an order was given up: the order is taken up again, if the shop can still keep it.

It can when nobody called it off, the same phone has not ordered again since, and stock and slot are still there.
Otherwise the money goes back (`flows.square_up`). Decision 0017.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.delivery import services as delivery
from kirana.flows import tell
from kirana.inventory import services as inventory
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows

WHY = gettext_noop("the money came after all")


def revive(*, order: Order, by: Actor, at: datetime) -> bool:
    """Take the locked order up again; False when it cannot be, and then nothing has changed."""
    if order_rows.was_called_off(order_id=order.pk) or order_rows.has_ordered_since(order=order):
        return False
    if _covered_paise(order) < order.cap_paise:
        return False
    try:
        with locks.transaction():
            orders.revive(order=order, by=by, at=at, why=WHY)
            inventory.reserve_again(reference=order.number, at=at)
            delivery.book(store_id=order.store_id, slot_id=order.slot_id, at=at)
            tell.order_placed(order=order, at=at)
    except (inventory.OutOfStock, delivery.SlotFull, delivery.SlotClosed):
        order.state = OrderState.CANCELLED  # the row was rolled back; what we hold follows it
        return False
    return True


def _covered_paise(order: Order) -> int:
    """What of its money is there, or held."""
    mine = payment_rows.of_reference(reference=order.number)
    return sum(max(one.kept_paise, one.authorised_paise if one.is_live else 0) for one in mine)
