"""From a row of a settlement file to what it says: which movement, how much, what fee and tax, paid out when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kirana.core.errors import ShopError
from kirana.core.money import format_rupees, parse_rupees
from kirana.payments.ledgers.models import LineKind
from kirana.payments.ledgers.settlements.headers import Layout, plain

KINDS = {
    "charge": LineKind.PAYMENT,
    "payment": LineKind.PAYMENT,
    "refund": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    "partial_capture_reversal": LineKind.REFUND,
    "payout": LineKind.PAYOUT,
    "settlement": LineKind.PAYOUT,
}
DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y", "%d %b %Y")
MOST_KEY = 80


class RowRefused(Exception):
    """A row that says nothing we may believe; the sentence is for the person who brought the file."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row, read. Net is gross less fee and tax; money that leaves the shop is below nothing."""

    key: str
    kind: LineKind
    ids: list[str]
    gross_paise: int
    fee_paise: int
    tax_paise: int
    net_paise: int
    settled_on: date | None
    payout: str


def read_row(row: Mapping[str, str], layout: Layout) -> Said:
    """What the row says. Raises `RowRefused`."""
    cells = {plain(header): value.strip() for header, value in row.items()}
    key, currency = _first(cells, layout.key), _first(cells, layout.currency).upper()
    if not key or len(key) > MOST_KEY:
        raise RowRefused(_("It has no id of its own."))
    if currency not in ("", "INR"):
        raise RowRefused(_("It is in %(currency)s; the books are in rupees.") % {"currency": currency[:10]})
    kind = KINDS.get(plain(_first(cells, layout.kind)), LineKind.OTHER)
    gross, fee, tax, net = _sums(cells, layout, kind)
    if net != gross - fee - tax:
        sums = {"net": format_rupees(net), "expected": format_rupees(gross - fee - tax)}
        raise RowRefused(_("It does not add up: %(net)s is written and %(expected)s comes out.") % sums)
    ids = list(dict.fromkeys(value for name in layout.ids if (value := cells.get(name, ""))))
    settled, payout = _day(_first(cells, layout.settled)), _first(cells, layout.payout)[:MOST_KEY]
    return Said(key, kind, ids, gross, fee, tax, net, settled, payout)


def _sums(cells: Mapping[str, str], layout: Layout, kind: LineKind) -> tuple[int, int, int, int]:
    gross, fee = _paise(cells, layout.gross), _paise(cells, layout.fee)
    tax = _paise(cells, layout.tax)
    if layout.fee_has_tax:
        fee -= tax
    if layout.credit:  # without signs: what leaves stands under "debit"
        net = _paise(cells, layout.credit) - _paise(cells, layout.debit)
        gross = -gross if kind in (LineKind.REFUND, LineKind.PAYOUT) or net < 0 else gross
    elif _first(cells, layout.net):
        net = _paise(cells, layout.net)
    else:
        net = gross - fee - tax
    return gross, fee, tax, net


def _first(cells: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _paise(cells: Mapping[str, str], names: tuple[str, ...]) -> int:
    """Rupees with or without a sign; nothing written is nothing."""
    text = _first(cells, names)
    if not text:
        return 0
    try:
        amount = parse_rupees(text.lstrip("+-"))
    except ShopError as refusal:
        raise RowRefused(refusal.message) from refusal
    return -amount if text.startswith("-") else amount


def _day(text: str) -> date | None:
    """The day of a moment as reports write it: ISO, day first, or seconds since 1970. None when it is none of them."""
    if text.isdigit() and len(text) in (9, 10):
        return timezone.localdate(datetime.fromtimestamp(int(text), UTC))
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    for pattern in DAY_FIRST:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
