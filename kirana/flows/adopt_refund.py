"""A refund that somebody made on the gateway's own page: the money has left, and the books follow.

It becomes a refund like one of ours. What the shop gave back of a bill lowers what is owed, and its invoice is taken
back from; what goes back of an order that was called off is what was to go back.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.flows import tell
from kirana.flows.credit_order import credit_order
from kirana.invoicing import selectors as invoices
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.gateways.contract import RefundAnswer, Returned
from kirana.payments.models import Payment, Refund, RefundKind
from kirana.payments.services import refunds
from kirana.payments.states import RefundState

WHY = gettext_noop("given back on the gateway's own page")


def adopt_refund(*, payment: Payment, answer: RefundAnswer, by: Actor, at: datetime) -> Refund | None:
    """Write the refund down as the payment's; the same one again is found. It settles one of ours of the same amount
    that did not arrive.

    None, and nothing is written, when it did not arrive, has no id, or is for more than the payment keeps: then a
    person has to look.
    """
    if answer.outcome is Returned.FAILED or not answer.gateway_reference:
        return None
    with locks.transaction():
        order = order_rows.lock_number(number=payment.reference)
        now = payment_rows.lock(payment_id=payment.pk)
        if not 0 < answer.amount_paise <= now.kept_paise:
            return None
        refund = payment_rows.lock_failed_refund(payment_id=now.pk, amount_paise=answer.amount_paise)
        if refund is not None:
            shown = answer.gateway_reference
            refunds.give_by_hand(refund=refund, payment=now, gateway_reference=shown, by=by, at=at, why=WHY)
            return refund
        refund = _begin(now, order, answer, by=by, at=at)
        if order is not None:
            _follow(order, refund, by=by, at=at)
    return refund


def _begin(payment: Payment, order: Order | None, answer: RefundAnswer, *, by: Actor, at: datetime) -> Refund:
    kind = RefundKind.CANCELLED if order is None or order.state == OrderState.CANCELLED else RefundKind.GOODS
    key = f"{payment.gateway}-{answer.gateway_reference}"[:80]
    refund = refunds.begin(payment=payment, amount_paise=answer.amount_paise, kind=kind, key=key, by=by, at=at, why=WHY)
    refunds.record(refund=refund, answer=answer, by=by, at=at)
    return refund


def _follow(order: Order, refund: Refund, *, by: Actor, at: datetime) -> None:
    """The shopper is told, and the invoice is taken back from, where there is one."""
    if refund.state == RefundState.DONE:
        tell.order_refunded(order=order, refund=refund, at=at)
    left = min(refund.amount_paise, invoices.left_to_credit(reference=order.number))
    if left and refund.kind == RefundKind.GOODS:
        credit_order(order=order, amount_paise=left, by=by, at=at, why=WHY)
