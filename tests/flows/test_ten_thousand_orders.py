"""The books of ten thousand orders close to the paisa in under ten seconds, and one broken entry among them is named."""

from time import monotonic

import pytest
from django.db import connection

from kirana.core.idempotency import IdempotencyKey
from kirana.core.numbers import Counter
from kirana.delivery.models import Slot
from kirana.flows.close_day import books_of, close_day
from kirana.invoicing.models import Document, DocumentLine
from kirana.invoicing.services import numbering
from kirana.ops import books
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import OrderState
from kirana.payments.ledgers.models import CashBox, CashEntry
from kirana.payments.models import Payment, PaymentStateChange
from tests.cast import BY, NOW

MANY = 10_000
AT_ONCE = 2_000
DUE = 570_00


def copies(model, rows, **changes):
    """Rows like these, each with a change of its own: `changes` names columns and what makes their values."""
    made = []
    for number, row in rows:
        columns = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        columns.pop("id")
        made.append(model(**columns | {name: make(number) for name, make in changes.items()}))
    return model.objects.bulk_create(made, batch_size=AT_ONCE)


@pytest.fixture
def ten_thousand(lakshmi):
    """An order as the shop's own verbs leave it, paid in cash, and 9,999 more like it; Dev has all of the money."""
    first = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    numbers = range(1, MANY)
    orders = copies(
        Order,
        [(number, first) for number in numbers],
        number=lambda number: f"KM-9{number:05}",
        token=lambda number: f"token-{number}",
    )
    of_orders = {"order_id": lambda number: orders[number - 1].pk}
    copies(OrderLine, [(number, first.lines.get()) for number in numbers], **of_orders)
    _histories(OrderStateChange, first.history.all(), orders)
    paid = Payment.objects.get(reference=first.number)
    payments = copies(
        Payment,
        [(number, paid) for number in numbers],
        reference=lambda number: orders[number - 1].number,
        gateway_key=lambda number: f"key-{number}",
    )
    _histories(PaymentStateChange, paid.history.all(), payments)
    keys = [
        IdempotencyKey(scope="place_order", key=f"k{order.pk}", result=order.token, claimed_at=NOW) for order in orders
    ]
    IdempotencyKey.objects.bulk_create(keys, batch_size=AT_ONCE)
    _documents(orders)
    entry = CashEntry.objects.get()
    copies(
        CashEntry,
        [(number, entry) for number in numbers],
        reference=lambda number: orders[number - 1].number,
        key=lambda number: f"payment-{payments[number - 1].pk}",
        balance_after_paise=lambda number: DUE * (number + 1),
    )
    CashBox.objects.update(balance_paise=DUE * MANY)
    Slot.objects.filter(pk=first.slot_id).update(booked=MANY, capacity=MANY)
    return lakshmi


def _documents(orders) -> None:
    """An invoice for each, numbered one after another."""
    first = Document.objects.get()

    def printed(number):
        return first.facts | {"number": f"T/{number + 1}"}

    made = copies(
        Document,
        [(number, first) for number in range(1, MANY)],
        sequence=lambda number: number + 1,
        number=lambda number: f"T/{number + 1}",
        reference=lambda number: orders[number - 1].number,
        facts=printed,
        facts_hash=lambda number: numbering.hash_of(printed(number)),
    )
    lines = [(number, first.lines.get()) for number in range(1, MANY)]
    copies(DocumentLine, lines, document_id=lambda number: made[number - 1].pk)
    Counter.objects.filter(series__startswith="invoicing:").update(last=MANY)


def _histories(model, steps, rows) -> None:
    """The same walk for every row."""
    made = [(number, step) for number in range(1, MANY) for step in steps]
    copies(model, made, subject_id=lambda number: rows[number - 1].pk)


def test_they_close_to_the_paisa_in_under_ten_seconds_and_a_broken_entry_is_named(ten_thousand):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself a minute after so many rows came in
    begun = monotonic()
    day = close_day(store_id=ten_thousand.store.pk, on=NOW.date(), by=BY, at=NOW)
    closed = monotonic() - begun
    assert day.figures == {"captured:cash_on_delivery": DUE * MANY, "cash:taken": DUE * MANY}
    assert day.findings == []
    begun = monotonic()
    assert list(books.audit_all()) == []
    audited = monotonic() - begun
    print(f"\nclose_day of {MANY} orders: {closed:.2f} s; check_books: {audited:.2f} s")
    assert closed < 10
    assert audited < 10

    broken = CashEntry.objects.order_by("pk")[7_777]
    CashEntry.objects.filter(pk=broken.pk).update(change_paise=DUE - 1)
    found = books_of(store_id=ten_thousand.store.pk, on=NOW.date().replace(day=3), at=NOW.replace(day=3)).findings
    assert found[:2] == [
        f"cash entry {broken.pk} goes from ₹44,32,890 by ₹569.99 to ₹44,33,460",
        f"cash {broken.account_id} stands at ₹57,00,000, but its entries sum to ₹56,99,999.99",
    ]
    assert f"{broken.reference}: ₹570 was paid in cash, but ₹569.99 came into the cash" in found
