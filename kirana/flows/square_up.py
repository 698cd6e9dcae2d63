"""Making the payments of an order fit what it owes: the one place that decides to take, let go or give back.

    before it is packed     nothing: what is held or taken covers the most the bill can become
    packed and after        what is held is taken, up to the bill; what was taken above it goes back
    cancelled               what is promised or held is let go, what was taken goes back

Everything is only written down here, in the transaction of its cause; `flows.ask_gateways` carries it out. Doing it
again changes nothing.
"""

from datetime import datetime

from kirana.core import jobs
from kirana.core.actors import Actor
from kirana.flows.give_back import begin_refund
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.models import Payment, RefundKind
from kirana.payments.states import PaymentState

BILL_IS_FINAL = (OrderState.PACKED, OrderState.OUT, OrderState.DELIVERED)


def owed_paise(order: Order, mine: list[Payment]) -> int:
    """What the order owes now: its bill less what the shop gave back of it; nothing once it is cancelled."""
    if order.state == OrderState.CANCELLED:
        return 0
    if not any(payment.state == PaymentState.CAPTURED for payment in mine):
        return order.total_paise  # only what was taken is given back
    return max(0, order.total_paise - payment_rows.given_back_paise(reference=order.number))


def square_up(*, order: Order, by: Actor, at: datetime, why: str = "") -> None:
    """Have each payment of a locked order take, let go or give back what the bill wants of it."""
    if order.state != OrderState.CANCELLED and order.state not in BILL_IS_FINAL:
        return
    mine = payment_rows.lock_all(reference=order.number)
    left, before = owed_paise(order, mine), [_face(payment) for payment in mine]
    for payment in mine:
        if payment.is_live:
            left -= _fit(payment, left, order, by=by, at=at, why=why)
    if any(
        _face(payment) != face and face[0] != PaymentState.PROMISED for payment, face in zip(mine, before, strict=True)
    ):
        ask_soon(order.number)


def _face(payment: Payment) -> tuple[str, int]:
    """What changes of a payment when its gateway has something to do."""
    return payment.state, payment.refunded_paise


def ask_soon(reference: str) -> None:
    """Have the gateways asked about a reference by the next free worker, if this transaction commits."""
    from kirana.flows import tasks  # it runs the stories that come here

    jobs.enqueue(tasks.follow_up, reference=reference)


def _fit(payment: Payment, left: int, order: Order, *, by: Actor, at: datetime, why: str) -> int:
    """Fit one payment to what is left to pay; returns how much of it the payment bears."""
    match payment.state:
        case PaymentState.PROMISED:
            return _fit_promise(payment, left, by=by, at=at, why=why)
        case PaymentState.STARTED:
            payments.let_go(payment=payment, by=by, at=at, why=why)
        case PaymentState.AUTHORISED:
            return _fit_hold(payment, left, by=by, at=at, why=why)
        case PaymentState.CAPTURING if left:
            return payment.capture_paise
        case PaymentState.CAPTURING:
            payments.let_go(payment=payment, by=by, at=at, why=why)
        case PaymentState.CAPTURED:
            return _fit_taken(payment, left, order, by=by, at=at, why=why)
    return 0


def _fit_promise(payment: Payment, left: int, *, by: Actor, at: datetime, why: str) -> int:
    if left:
        payments.follow_bill(payment=payment, amount_paise=left, by=by, at=at)
    else:
        payments.cancel(payment=payment, by=by, at=at, why=why)
    return left


def _fit_hold(payment: Payment, left: int, *, by: Actor, at: datetime, why: str) -> int:
    share = min(payment.authorised_paise, left)
    if share:
        payments.begin_capture(payment=payment, amount_paise=share, by=by, at=at)
    else:
        payments.let_go(payment=payment, by=by, at=at, why=why)
    return share


def _fit_taken(payment: Payment, left: int, order: Order, *, by: Actor, at: datetime, why: str) -> int:
    kept = payment_rows.left_to_give_paise(payment=payment)
    share = min(kept, left)
    excess = kept - share
    if excess:
        kind = RefundKind.CANCELLED if order.state == OrderState.CANCELLED else RefundKind.EXCESS
        key = f"{kind}-{payment.pk}-{payment.refunds.count() + 1}"
        facts = {"kind": str(kind), "key": key}
        begin_refund(order=order, payment=payment, amount_paise=excess, facts=facts, by=by, at=at, why=why)
    return share
