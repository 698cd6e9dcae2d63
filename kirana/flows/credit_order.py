"""Taking back from the invoice of an order, when its money or its goods come back after it left the shop."""

from collections.abc import Mapping
from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.invoicing import selectors as documents
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document
from kirana.orders.models import Order


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
