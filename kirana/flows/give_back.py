"""A refund begun. To an account with the shop, or in cash out of the till, it is given in the same transaction; to
anyone else by a job. Decision 0040.
"""

from collections.abc import Mapping
from datetime import datetime

from kirana.core.actors import Actor
from kirana.flows import tell
from kirana.orders.models import Order
from kirana.payments import ways
from kirana.payments.ledgers import cash, methods
from kirana.payments.models import Payment, Refund
from kirana.payments.services import refunds
from kirana.payments.states import RefundState

CASH = "cash_on_delivery"


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
    """Begin a refund of a locked payment of a locked order; `facts` are its kind and key.

    Raises as `refunds.begin`, and `NotEnoughCash` when cash was paid and the till has too little.
    """
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
    if refund.state != RefundState.BEGUN:
        return refund
    if payment.gateway == CASH:
        out_of_the_till(order=order, refund=refund, by=by, at=at, why=why)
    elif ways.is_on_account(payment.gateway) and order.customer_id is not None:
        _to_the_account(order.customer_id, order, refund, by=by, at=at, why=why)
    else:
        return refund
    refunds.finish_here(refund=refund, by=by, at=at)
    tell.order_refunded(order=order, refund=refund, at=at)
    return refund


def out_of_the_till(*, order: Order, refund: Refund, by: Actor, at: datetime, why: str) -> None:
    """Write the cash that a refund is given in out of the till, once for an attempt. Raises `NotEnoughCash`."""
    cash.give_back(
        store_id=order.store_id,
        amount_paise=refund.amount_paise,
        reference=order.number,
        key=f"refund-{refund.pk}-{refund.attempt}",
        by=by,
        at=at,
        why=why or str(refund.get_kind_display()),
    )


def _to_the_account(customer_id: int, order: Order, refund: Refund, *, by: Actor, at: datetime, why: str) -> None:
    methods.by_code(refund.payment.gateway).give_back(
        customer_id=customer_id,
        reference=order.number,
        amount_paise=refund.amount_paise,
        key=f"refund-{refund.pk}",
        by=by,
        at=at,
        why=why or str(refund.get_kind_display()),
    )
