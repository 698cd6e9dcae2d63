"""What becomes of an order when a gateway has answered. The only place where an answer turns into an order.

the order waits for it     placed when all its payments are good; given up when one is declined
it was given up            taken up again when it can be, otherwise the money goes back (decision 0017)
it was cancelled           the money goes back
it is packed               what was taken above the bill goes back
"""

from datetime import datetime

from kirana.cart import services as carts
from kirana.core import locks
from kirana.core.actors import Actor
from kirana.delivery import services as delivery
from kirana.flows import tell
from kirana.flows.revive_order import revive
from kirana.flows.square_up import square_up
from kirana.inventory import services as inventory
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import payers
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.gateways.contract import Answer
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState

GOOD = (PaymentState.PROMISED, PaymentState.AUTHORISED, PaymentState.CAPTURED)


def settle(*, payment: Payment, answer: Answer, by: Actor, at: datetime, cart_id: int | None = None) -> Order | None:
    """Write the answer down and let the order follow; nothing the second time. None: the payment is for no order.

    Raises `PaymentDeclined`, after the order, its stock and its slot have been given up.
    """
    with locks.transaction():
        order = order_rows.lock_number(number=payment.reference)
        mine = payment_rows.lock_all(reference=payment.reference)
        now = next(one for one in mine if one.pk == payment.pk)
        if not payments.record(payment=now, answer=answer, by=by, at=at) or order is None:
            return order
        if order.customer_id is not None:
            payers.keep(payment=now, customer_id=order.customer_id, at=at)
        follow(order=order, payment=now, mine=mine, by=by, at=at, cart_id=cart_id)
        if now.state != PaymentState.FAILED or order.state != OrderState.CANCELLED:
            return order
    raise payments.PaymentDeclined(reason=answer.reason)


def follow(
    *, order: Order, payment: Payment, mine: list[Payment], by: Actor, at: datetime, cart_id: int | None = None
) -> None:
    """A payment, one of `mine`, of the locked order has just moved: the order moves with it."""
    if order.state == OrderState.PENDING:
        _go_on(order, payment, mine, cart_id, by=by, at=at)
    elif order.state == OrderState.CANCELLED and payment.state in GOOD and revive(order=order, by=by, at=at):
        return
    else:
        square_up(order=order, by=by, at=at, why="")


def place_paid(*, order: Order, cart_id: int | None, by: Actor, at: datetime) -> None:
    """All of its money is there, held or promised: the shop may begin. The caller has locked it, or is making it."""
    orders.place(order=order, by=by, at=at)
    if cart_id is not None:
        carts.empty(cart_id=cart_id)
    tell.order_placed(order=order, at=at)


def give_up(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """End an order that was never paid or promised, and give back what it held. The caller has locked it."""
    orders.abandon(order=order, by=by, at=at, why=why)
    square_up(order=order, by=by, at=at, why=why)
    inventory.release(reference=order.number, at=at)
    delivery.give_back(slot_id=order.slot_id)


def _go_on(
    order: Order, payment: Payment, mine: list[Payment], cart_id: int | None, *, by: Actor, at: datetime
) -> None:
    """Place the order when nothing more is waited for; give it up when this payment came to nothing."""
    if payment.state in PaymentState.dead():
        give_up(order=order, by=by, at=at, why=payments.why_it_ended(payment=payment))
        return
    if any(one.is_live and one.state not in GOOD for one in mine):
        return
    place_paid(order=order, cart_id=cart_id, by=by, at=at)
