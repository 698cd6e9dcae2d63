"""Orders whose placing was begun and never finished give their stock and slot back."""

from datetime import datetime, timedelta

from kirana.core import locks
from kirana.core.actors import system
from kirana.flows.settle_payment import give_up
from kirana.orders import selectors as order_rows
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments

PATIENCE = timedelta(minutes=15)
BY = system("expiry")
WHY = "not finished in time"


def expire_orders(*, at: datetime) -> int:
    """Give up every order that has been pending for longer than `PATIENCE`; returns how many."""
    overdue = order_rows.pending_since(before=at - PATIENCE)
    return sum(_expire(order.pk, at) for order in overdue)


def _expire(order_id: int, at: datetime) -> bool:
    with locks.transaction():
        order = order_rows.lock(order_id=order_id)
        if order.state != OrderState.PENDING:  # finished while we were looking
            return False
        payment = payment_rows.lock_live(reference=order.number)
        if payment is not None:
            payments.cancel(payment=payment, by=BY, at=at, why=WHY)
        give_up(order=order, by=BY, at=at, why=WHY)
    return True
