"""What becomes of an order when its gateway has answered. The only place where an answer turns into an order."""

from datetime import datetime

from kirana.cart import services as carts
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
from kirana.payments import services as payments
from kirana.payments.gateways.contract import Answer, Outcome

GOOD = frozenset({Outcome.PROMISED, Outcome.AUTHORISED, Outcome.CAPTURED})


def settle(*, order_id: int, answer: Answer, cart_id: int | None, by: Actor, at: datetime) -> Order:
    """Write the answer down and place the order, or give it up; nothing the second time.

    Raises `PaymentDeclined`, after the order, its stock and its slot have been given up.
    """
    with locks.transaction():
        order = order_rows.lock(order_id=order_id)
        if order.state != OrderState.PENDING or answer.outcome is Outcome.PENDING:
            return order
        payment = payment_rows.lock_live(reference=order.number)
        if payment is None:
            return order
        payments.record(payment=payment, answer=answer, by=by, at=at)
        if answer.outcome in GOOD:
            orders.place(order=order, by=by, at=at)
            if cart_id is not None:
                carts.empty(cart_id=cart_id)
            tell.order_placed(order=order, at=at)
            return order
        give_up(order=order, by=by, at=at, why=answer.reason)
    raise payments.PaymentDeclined(reason=answer.reason)


def give_up(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """End an order that was never paid or promised, and give back what it held. The caller has locked it."""
    orders.abandon(order=order, by=by, at=at, why=why)
    inventory.release(reference=order.number, at=at)
    delivery.give_back(slot_id=order.slot_id)
