"""A refund begun: to an account with the shop it is given in the same transaction, to anyone else by a job."""

from collections.abc import Mapping
from datetime import datetime

from kirana.core.actors import Actor
from kirana.flows import tell
from kirana.orders.models import Order
from kirana.payments import ways
from kirana.payments.ledgers import methods
from kirana.payments.models import Payment, Refund
from kirana.payments.services import refunds
from kirana.payments.states import RefundState


def begin_refund(
    *,
    order: Order,
    payment: Payment,
    facts: Mapping[str, str],
    by: Actor,
    at: datetime,
    why: str,
    amount_paise: int,
    shares: Mapping[str, int] | None = None,
) -> Refund:
    """Begin a refund of a locked payment of a locked order; `facts` are its kind and key. Raises as `refunds.begin`."""
    refund = refunds.begin(
        payment=payment,
        amount_paise=amount_paise,
        kind=facts["kind"],
        key=facts["key"],
        by=by,
        at=at,
        why=why,
        shares=shares,
    )
    if ways.is_on_account(payment.gateway) and refund.state == RefundState.BEGUN and order.customer_id is not None:
        methods.by_code(payment.gateway).give_back(
            customer_id=order.customer_id,
            reference=order.number,
            amount_paise=amount_paise,
            key=f"refund-{refund.pk}",
            by=by,
            at=at,
            why=why or str(refund.get_kind_display()),
        )
        refunds.finish_here(refund=refund, by=by, at=at)
        tell.order_refunded(order=order, refund=refund, at=at)
    return refund
