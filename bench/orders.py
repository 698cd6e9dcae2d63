"""Many delivered orders, in minutes: one is made by the shop's own verbs, and every row it left is written again.

    python -m bench.orders 100000        in a shop's environment, on an empty migrated database

What an order leaves is found by looking, so that a table that comes to it later is copied too. What cannot be copied
as it is has a rule here: ledgers go on from the balance before, the log is not an order's, and names are made new.
"""

import copy
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirana.config.settings.base")

import django

django.setup()

from django.apps import apps
from django.db import models, transaction

from kirana.cart.models import Cart
from kirana.core import numbers as counters
from kirana.core.audit import AuditEntry, AuditHead
from kirana.core.outbox import OutboxMessage
from kirana.delivery.models import Slot
from kirana.inventory.models import StockItem, StockMovement
from kirana.invoicing.models import Document
from kirana.invoicing.services import numbering
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.ledgers.models import CashBox, CashEntry
from kirana.payments.models import Payment
from tests import cast

AT_ONCE = 500
BASKET = {"atta": 2, "milk": 3, "eggs": 1, "onions": 1500, "almonds": 250}
# The log, the messages that went out, and what an order finds or empties: its shopper's basket, the rider's purse.
NOT_OF_AN_ORDER = (AuditEntry, AuditHead, OutboxMessage, Cart, CashBox, StockItem, counters.Counter)


Made = dict[tuple[type[models.Model], int], dict[int, int]]  # a row of the first order: its copies, by order


@dataclass(frozen=True)
class Ledger:
    """Entries that go on from the balance before them, and the row that keeps the balance."""

    entries: type[models.Model]
    of: str
    change: str
    after: str
    accounts: type[models.Model]
    balance: str


LEDGERS = (
    Ledger(StockMovement, "item_id", "change", "on_hand_after", StockItem, "on_hand"),
    Ledger(CashEntry, "account_id", "change_paise", "balance_after_paise", CashBox, "balance_paise"),
)


@dataclass
class Copier:
    """The rows of one order, to be written again and again."""

    order: Order
    rows: dict[type[models.Model], list[Any]]
    balances: dict[type[models.Model], Counter[int]] = field(default_factory=dict)

    def write(self, numbers: range) -> None:
        """So many orders more, their rows table by table."""
        made: Made = {}
        for model in _parents_first(self.rows):
            copies = [(number, old, self._again(old, number, made)) for number in numbers for old in self.rows[model]]
            self._carry_on(model, [new for _number, _old, new in copies])
            model._default_manager.bulk_create([new for _number, _old, new in copies], batch_size=AT_ONCE)
            for number, old, new in copies:
                made.setdefault((model, old.pk), {})[number] = new.pk

    def _again(self, old: Any, number: int, made: Made) -> Any:
        """The same row for another order: its own key, its own names, and what belongs to it."""
        new = copy.copy(old)
        new._state = copy.copy(old._state)
        new._state.adding, new._state.fields_cache = True, {}
        new.pk = None
        for column in old._meta.concrete_fields:
            value = getattr(old, column.attname)
            if isinstance(column, models.ForeignKey):
                setattr(new, column.attname, made.get((column.related_model, value), {}).get(number, value))
            elif isinstance(value, str):
                setattr(new, column.attname, self._renamed(value, number, made, unique=column.unique))
        if isinstance(new, Document):
            _number_again(new, old.sequence + number + 1)
        return new

    def _renamed(self, value: str, number: int, made: Made, *, unique: bool) -> str:
        paid = re.fullmatch(r"payment-(\d+)", value)
        if paid:
            return f"payment-{made[(Payment, int(paid[1]))][number]}"
        for name in (self.order.number, self.order.token):
            if name in value:
                return value.replace(name, f"{name}-{number}"[:32] if name == self.order.number else f"{number:032}")
        return f"{value}-{number}" if unique or value.startswith("key-") else value

    def _carry_on(self, model: type[models.Model], rows: list[Any]) -> None:
        """Entries of a ledger follow the one before."""
        for ledger in (one for one in LEDGERS if one.entries is model):
            reached = self.balances.setdefault(model, Counter(_balances(ledger)))
            for row in rows:
                account = getattr(row, ledger.of)
                reached[account] += getattr(row, ledger.change)
                setattr(row, ledger.after, reached[account])

    def settle(self, count: int) -> None:
        """Write the balances, and the places that the orders took."""
        for ledger in LEDGERS:
            for account, balance in self.balances.get(ledger.entries, {}).items():
                ledger.accounts._default_manager.filter(pk=account).update(**{ledger.balance: balance})
        Slot.objects.filter(pk=self.order.slot_id).update(capacity=count + 1, booked=count + 1)


def _number_again(document: Document, sequence: int) -> None:
    """The next number of the series, in its column and in what is printed."""
    series = {"store_id": document.store_id, "kind": document.kind, "year": document.financial_year}
    document.sequence, document.number = sequence, numbering.number_of(**series, sequence=sequence)
    document.facts = document.facts | {"number": document.number}
    document.facts_hash = numbering.hash_of(document.facts)
    drawn = counters.Counter.objects.filter(series=numbering.series_of(**series), last__lt=sequence)
    drawn.update(last=sequence)


def _balances(ledger: Ledger) -> dict[int, int]:
    return dict(ledger.accounts._default_manager.values_list("pk", ledger.balance))


def _parents_first(rows: dict[type[models.Model], list[Any]]) -> list[type[models.Model]]:
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model]) -> None:
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model in rows and column.related_model != model:
                visit(column.related_model)
        if model not in ordered:
            ordered.append(model)

    for model in sorted(rows, key=lambda one: one is not Payment):  # cash names its payment by a text
        visit(model)
    return ordered


def _tables() -> Iterator[type[models.Model]]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("kirana."))
    return (model for model in ours if model not in NOT_OF_AN_ORDER)


def _one_order(count: int) -> Copier:
    """Lakshmi Stores with stock for all of them, and the first order from basket to door."""
    lakshmi = cast.open_lakshmi_stores()
    for good, quantity in BASKET.items():
        cast.inventory.receive(listing_id=lakshmi[good].pk, quantity=quantity * (count + 1), by=cast.BY, at=cast.NOW)
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in _tables()}
    order = lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, **BASKET), OrderState.DELIVERED)
    left = {model: list(model._default_manager.exclude(pk__in=known).order_by("pk")) for model, known in before.items()}
    return Copier(order=order, rows={model: rows for model, rows in left.items() if rows})


def main() -> int:
    """Make them."""
    count = int(sys.argv[1]) - 1
    copier = _one_order(count)
    print("An order leaves", ", ".join(f"{len(rows)} {model.__name__}" for model, rows in copier.rows.items()))
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            copier.write(range(first, min(count, first + AT_ONCE)))
    copier.settle(count)
    print(f"{Order.objects.count():,} orders")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
