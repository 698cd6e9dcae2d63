"""Calling an order off: everything it held goes back, once."""

from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor, ActorKind
from kirana.delivery import services as delivery
from kirana.flows import tell
from kirana.flows.credit_order import credit_order
from kirana.flows.square_up import square_up
from kirana.inventory import services as inventory
from kirana.invoicing import selectors as invoices
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order


def cancel_order(*, order: Order, by: Actor, at: datetime, why: str) -> Order:
    """Cancel, give stock and slot back; what is promised or held is let go, what was taken goes back in full.

    A shopper may do so until it is packed (`TooLateToCancel`); staff also after. Raises `IllegalMove` when the order
    has left the shop or has ended.
    """
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        if by.kind is ActorKind.STAFF:
            orders.cancel(order=now, by=by, at=at, why=why)
        else:
            orders.cancel_by_shopper(order=now, by=by, at=at, why=why)
        square_up(order=now, by=by, at=at, why=why)
        inventory.release(reference=now.number, at=at)
        inventory.put_back(reference=now.number, by=by, at=at, why=why)
        delivery.give_back(slot_id=now.slot_id)
        if invoices.left_to_credit(reference=now.number):  # it had left the shop, and was brought back
            credit_order(order=now, by=by, at=at, why=why)
        tell.order_cancelled(order=now, why=why, at=at)
    return now
