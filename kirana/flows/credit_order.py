"""Taking back from the invoice of an order, when its money or its goods come back after it left the shop."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.invoicing import selectors as documents
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order
from kirana.payments import selectors as payment_rows
from kirana.payments.models import RefundKind


def credit_order(
    *,
    order: Order,
    amount_paise: int | None = None,
    lines: Mapping[int, int] | None = None,
    by: Actor,
    at: datetime,
    why: str,
) -> Document | None:
    """Write a credit note for an amount, for `lines` (the order's positions and paise), or for all that is left.

    None when the order was never invoiced: what has not left the shop needs no note. Raises `MoreThanInvoiced` when it
    is more than what was invoiced less what was taken back before, and `NothingToCredit`; nothing is written then.
    Joins the caller's transaction; locks the invoice, after orders and payments.
    """
    with locks.transaction():
        invoice = documents.invoice_of(reference=order.number)
        if invoice is None:
            return None
        return invoicing.credit(invoice=invoice, amount_paise=amount_paise, lines=lines, by=by, at=at, why=why)


def credit_what_was_given_back(*, order: Order, invoice: Document, by: Actor, at: datetime) -> None:
    """Notes for what the shop gave back before the bags left: right after the invoice, so that both together say what
    was paid (decision 0040). The caller has just written the invoice. One that has not arrived counts too: it is asked
    for again or given another way, and then it has its note. What was given above the bill, on the gateway's own page,
    has none.
    """
    given = [one for one in payment_rows.refunds_of(reference=order.number) if one.kind == RefundKind.GOODS]
    whole = sum(one.amount_paise for one in given)
    positions = {str(line.pk): line.position for line in order_rows.lines(order_id=order.pk)}
    lines: Counter[int] = Counter()
    for one in given:
        lines.update({positions[line_id]: paise for line_id, paise in one.shares.items()})
    why = ", ".join(dict.fromkeys(one.why for one in given if one.why))
    if lines:
        invoicing.credit(invoice=invoice, lines=lines, is_new=True, by=by, at=at, why=why)
    rest = min(whole - lines.total(), documents.left_to_credit(reference=order.number))
    if rest:
        invoicing.credit(invoice=invoice, amount_paise=rest, is_new=True, by=by, at=at, why=why)
