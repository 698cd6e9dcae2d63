"""Asking the gateways about what is not final, and letting the orders follow what they say.

Three phases for each: the row is held, the gateway is asked with no transaction open, the answer is written. A gateway
that is out of reach is asked again, ever more seldom (`payments.services.asking`); what waits too long is listed
(`flows.exceptions`).
"""

import logging
from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor, system
from kirana.flows import tell
from kirana.flows.settle_payment import settle
from kirana.orders import selectors as order_rows
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.gateways.contract import GatewayError, RefundAnswer
from kirana.payments.models import Payment, Refund
from kirana.payments.services import asking, refunds
from kirana.payments.states import RefundState

BY = system("payments")
log = logging.getLogger(__name__)


def ask_due(*, at: datetime) -> int:
    """Ask about every payment and refund whose time has come; returns how many were asked."""
    asked = [_ask_payment(payment, at) for payment in payment_rows.due(at=at)]
    asked += [_ask_refund(refund, at) for refund in payment_rows.refunds_due(at=at)]
    return sum(asked)


def follow_up(*, reference: str, at: datetime) -> None:
    """Ask at once for everything that one reference waits for."""
    for payment in payment_rows.unanswered(reference=reference):
        _ask_payment(payment, at)
    for refund in payment_rows.refunds_unanswered(reference=reference):
        _ask_refund(refund, at)


def ask_payment(*, payment: Payment, by: Actor, at: datetime) -> None:
    """Ask how a payment stands and let its order follow. Raises `GatewayError`, and `PaymentDeclined`."""
    answer = payments.ask_gateway(payment=payment)
    settle(payment=payment, answer=answer, by=by, at=at)


def record_refund(*, refund: Refund, answer: RefundAnswer, by: Actor, at: datetime) -> bool:
    """Write down what a gateway said of a refund, and tell the shopper when it is with them. Says whether it moved."""
    with locks.transaction():
        order = order_rows.lock_number(number=refund.payment.reference)
        payment_rows.lock(payment_id=refund.payment_id)
        now = payment_rows.lock_refund(refund_id=refund.pk)
        moved = refunds.record(refund=now, answer=answer, by=by, at=at)
        if moved and now.state == RefundState.DONE and order is not None:
            tell.order_refunded(order=order, refund=now, at=at)
    return moved


def _ask_payment(payment: Payment, at: datetime) -> bool:
    if not asking.hold(payment, at=at):
        return False
    try:
        ask_payment(payment=payment, by=BY, at=at)
    except GatewayError as error:
        log.warning("%s could not be asked about: %s", payment, error)
    except payments.PaymentDeclined as declined:
        log.info("%s: %s", payment, declined)
    return True


def _ask_refund(refund: Refund, at: datetime) -> bool:
    if not asking.hold(refund, at=at):
        return False
    with locks.transaction():
        payment_rows.lock(payment_id=refund.payment_id)
        now = payment_rows.lock_refund(refund_id=refund.pk)
        refunds.mark_asked(refund=now, by=BY, at=at)
    refund.state = now.state
    try:
        answer = refunds.ask_gateway(refund=refund)
    except GatewayError as error:
        log.warning("%s could not be asked about: %s", refund, error)
        return True
    record_refund(refund=refund, answer=answer, by=BY, at=at)
    return True
