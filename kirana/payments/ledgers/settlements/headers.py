"""Whose file it is, and which column says what, known by the headers. A header that is not known is not read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError

NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


class UnknownSettlement(ShopError):
    code = "unknown_settlement"
    status = 422
    sentence = _("This is no settlement file that we know: its headers are neither Stripe's nor Razorpay's.")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of report writes its columns: for each thing, the headers it may stand under, the best first.

    `known_by` are headers that only this report has. `fee_has_tax`: the fee column holds the tax as well.
    """

    gateway: str
    known_by: tuple[str, ...]
    key: tuple[str, ...]
    kind: tuple[str, ...]
    gross: tuple[str, ...]
    fee: tuple[str, ...]
    tax: tuple[str, ...]
    net: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    debit: tuple[str, ...] = ()
    currency: tuple[str, ...] = ("currency",)
    settled: tuple[str, ...] = ()
    payout: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    fee_has_tax: bool = True


STRIPE = Layout(
    gateway="stripe",
    known_by=("balance_transaction_id", "available_on_utc", "available_on"),
    key=("balance_transaction_id", "id"),
    kind=("reporting_category", "type"),
    gross=("gross", "amount"),
    fee=("fee",),
    tax=("tax", "taxes_on_fee", "fee_tax"),
    net=("net",),
    settled=("automatic_payout_effective_at", "automatic_payout_effective_at_utc", "available_on", "available_on_utc"),
    payout=("automatic_payout_id", "transfer", "payout_id"),
    ids=("payment_intent_id", "charge_id", "source_id", "source", "refund_id"),
)
RAZORPAY = Layout(
    gateway="razorpay",
    known_by=("settlement_id", "settlement_utr"),
    key=("entity_id",),
    kind=("type", "transaction_entity"),
    gross=("amount",),
    fee=("fee",),
    tax=("tax",),
    credit=("credit",),
    debit=("debit",),
    settled=("settled_at", "created_at"),
    payout=("settlement_utr", "settlement_id"),
    ids=("order_id", "payment_id", "entity_id"),
)
# The dashboard's own download says so in the header.
RAZORPAY_WITHOUT_TAX = "fee_exclusive_tax"


def plain(header: str) -> str:
    """`Fee (exclusive tax)` as `fee_exclusive_tax`."""
    return NOT_A_LETTER.sub("_", header.strip().lower()).strip("_")


def layout_of(headers: Iterable[str]) -> Layout:
    """Whose report has these headers. Raises `UnknownSettlement`."""
    found = {plain(header) for header in headers}
    for layout in (RAZORPAY, STRIPE):
        has_row = found & set(layout.key) and found & set(layout.kind) and found & set(layout.gross)
        if has_row and found & set(layout.known_by):
            return _without_tax(layout) if RAZORPAY_WITHOUT_TAX in found and "fee" not in found else layout
    raise UnknownSettlement()


def _without_tax(layout: Layout) -> Layout:
    return replace(layout, fee=(RAZORPAY_WITHOUT_TAX,), fee_has_tax=False)
