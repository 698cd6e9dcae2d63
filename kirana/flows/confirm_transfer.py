"""Transfers on the shop's own UPI address: nobody tells a program of them, so a person does, with the UTR.

received        the money is there: the order is placed, taken up again, or the money goes back
not_received    it has not come and is not waited for: the order is given up
sent_back       a refund was sent from the shop's UPI app
"""

from datetime import datetime

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.flows.ask_gateways import record_refund
from kirana.flows.settle_payment import follow, give_up
from kirana.orders import selectors as order_rows
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments import transfers, utrs
from kirana.payments.gateways.contract import RefundAnswer, Returned
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState


def received(*, payment_id: int, utr: str, by: Actor, at: datetime) -> Payment:
    """Take the whole amount by this transfer; the same transfer for the same payment again changes nothing.

    Raises `NotFound`, and `TransferUsed` when the UTR was used for another payment; nothing was written then.
    """
    reference = transfers.by_id(payment_id=payment_id).reference
    with locks.transaction():
        order = order_rows.lock_number(number=reference)
        mine = payment_rows.lock_all(reference=reference)
        now = next(one for one in mine if one.pk == payment_id)
        if now.utr == utr:
            return now
        payments.take_by_transfer(payment=now, amount_paise=now.amount_paise, utr=utr, by=by, at=at)
        if order is not None:
            follow(order=order, payment=now, mine=mine, by=by, at=at)
        detail = {"utr": utr, "amount_paise": now.amount_paise}
        audit.record(action="payments.transfer_received", subject=f"payment:{now.pk}", by=by, at=at, **detail)
    return now


def not_received(*, payment_id: int, by: Actor, at: datetime, why: str) -> None:
    """Give up the order that waits for it; nothing when it waits no longer. Raises `NotFound`."""
    reference = transfers.by_id(payment_id=payment_id).reference
    with locks.transaction():
        order = order_rows.lock_number(number=reference)
        now = payment_rows.lock(payment_id=payment_id)
        if order is None or order.state != OrderState.PENDING or now.state != PaymentState.STARTED:
            return
        give_up(order=order, by=by, at=at, why=why)
        audit.record(action="payments.transfer_missed", subject=f"payment:{now.pk}", by=by, at=at, why=why)


def sent_back(*, refund_id: int, utr: str, by: Actor, at: datetime) -> None:
    """A refund is with the shopper, by this transfer; the same again changes nothing.

    Raises `NotFound`, and `TransferUsed` when the UTR was used for something else; nothing was written then.
    """
    refund = transfers.refund_by_id(refund_id=refund_id)
    with locks.transaction():
        answer = RefundAnswer(Returned.DONE, gateway_reference=utr, amount_paise=refund.amount_paise)
        moved = record_refund(refund=refund, answer=answer, by=by, at=at)
        if moved:
            utrs.use(utr=utr, used_for=f"refund:{refund.pk}", reference=refund.payment.reference, at=at)
            detail = {"utr": utr, "amount_paise": refund.amount_paise}
            audit.record(action="payments.transfer_sent", subject=f"refund:{refund.pk}", by=by, at=at, **detail)
