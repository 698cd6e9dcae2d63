"""The names of the figures of a day, in the order of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kirana.payments import gateways
from kirana.payments.ledgers import methods
from kirana.payments.ledgers.models import CashKind, CreditKind, KhataKind

TITLES = {
    "captured": _("Taken"),
    "refunded": _("Given back"),
    "settled": _("Settled by gateways"),
    "khata": _("Khata"),
    "credit": _("Store credit"),
    "cash": _("Cash"),
}
KINDS = {"khata": KhataKind, "credit": CreditKind, "cash": CashKind}
SETTLED = {
    "gross": _("Gross"),
    "fee": _("Fees"),
    "tax": _("Tax on fees"),
    "net": _("Net"),
    "to the bank": _("Paid to the bank"),
}
PLACES = {
    "till": _("Till"),
    "rider": _("With %(who)s"),
    "khata": _("Owed on khata"),
    "credit": _("Kept as store credit"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one book."""

    title: str
    rows: list[tuple[str, int]]


def grouped(figures: Mapping[str, int]) -> list[Group]:
    """A day's figures under the names of their books."""
    return [Group(str(title), rows) for book, title in TITLES.items() if (rows := list(_rows(book, figures)))]


def placed(balances: list[Any]) -> list[tuple[str, int]]:
    """Where money stands, in words."""
    return [(str(PLACES[kind]) % {"who": who}, paise) for kind, who, paise in balances]


def _rows(book: str, figures: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for name, paise in figures.items():
        of_book, _colon, kind = name.partition(":")
        if of_book == book:
            yield _word(book, kind), paise


def _word(book: str, kind: str) -> str:
    if book in KINDS:
        return str(KINDS[book](kind).label)
    if book == "settled":
        return str(SETTLED[kind])
    method = methods.ALL.get(kind) or gateways.ALL.get(kind)
    return str(method.label) if method else kind
