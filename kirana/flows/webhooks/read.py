"""Reading what a gateway told us, after it was answered: the payment or refund moves forward, and its order follows.

What is known already changes nothing; what is about a charge that is not ours is kept as nobody's and listed.
"""

import logging
from datetime import datetime

from kirana.core.actors import system
from kirana.flows.adopt_refund import adopt_refund
from kirana.flows.ask_gateways import record_refund
from kirana.flows.settle_payment import settle
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.gateways.contract import RefundAnswer
from kirana.payments.models import WebhookEvent
from kirana.payments.services import inbox
from kirana.payments.states import EventState

BY = system("webhooks")
log = logging.getLogger(__name__)


def read_webhook(*, event_id: int, at: datetime) -> None:
    """Do what a kept event says, once; nothing when it has been read."""
    event = payment_rows.event(event_id=event_id)
    if event.state != EventState.RECEIVED:
        return
    inbox.close(event=event, verb=_do(event, at), at=at)


def _do(event: WebhookEvent, at: datetime) -> str:
    """Let payments and refunds follow; returns what is to be written of the event."""
    refund_says, answer = inbox.refund_of(event), inbox.answer_of(event)
    if refund_says is not None:
        return _do_refund(event, refund_says, at)
    if answer is None:
        return "pass_over"
    payment = payment_rows.payment_of_event(event=event)
    if payment is None:
        return "keep"
    try:
        settle(payment=payment, answer=answer, by=BY, at=at)
    except payments.PaymentDeclined as declined:
        log.info("%s: %s", payment, declined)
    return "finish"


def _do_refund(event: WebhookEvent, says: RefundAnswer, at: datetime) -> str:
    """Let a refund follow. One that is not ours yet, of a payment of ours, was made on the gateway's own page."""
    refund = payment_rows.refund_of_event(event=event, answer=says)
    if refund is not None:
        record_refund(refund=refund, answer=says, by=BY, at=at)
        return "finish"
    if payment_rows.is_of_earlier_try(event=event, answer=says):
        return "pass_over"
    payment = payment_rows.payment_of_event(event=event)
    is_adopted = payment is not None and adopt_refund(payment=payment, answer=says, by=BY, at=at) is not None
    return "finish" if is_adopted else "keep"
