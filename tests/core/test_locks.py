"""Locks in one order, and no network while one is held."""

import threading
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kirana.core import audit, locks, numbers
from kirana.core.audit import AuditHead
from kirana.core.numbers import Counter
from tests.cast import BY, NOW

PAIRS = list(combinations(locks.RANKS, 2))


def test_the_order_is_this_one():
    assert locks.RANKS == (
        "cart.Cart",
        "orders.Order",
        "payments.Payment",
        "payments.Refund",
        "payments.WebhookEvent",
        "ledgers.CreditAccount",
        "ledgers.KhataAccount",
        "ledgers.CashBox",
        "ledgers.SettlementFile",
        "catalog.ImportBatch",
        "inventory.StockItem",
        "delivery.Slot",
        "accounts.StaffMember",
        "ops.LogPosition",
        "ops.CheckState",
        "ops.Measurement",
        "invoicing.Document",
        "core.Counter",
        "ops.Incident",
        "core.AuditHead",
    )


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_the_upper_kind_is_locked_first(db, upper, lower):
    with locks.transaction():
        locks.note_lock(upper)
        locks.note_lock(lower)
        with pytest.raises(locks.LockOutOfOrder) as mistake:
            locks.note_lock(upper)
    assert str(mistake.value) == f"{upper} was locked after {lower}; see kirana.core.locks.RANKS"


def test_rows_are_refused_before_they_are_locked(db):
    with locks.transaction():
        list(locks.locked(AuditHead.objects.all()))
        with pytest.raises(locks.LockOutOfOrder):
            locks.locked(Counter.objects.all())


def test_a_number_of_a_series_is_drawn_before_the_log_is_written(db):
    with pytest.raises(locks.LockOutOfOrder), locks.transaction():
        audit.record(action="invoice", subject="order:1", by=BY, at=NOW)
        numbers.next_in(series="invoices")
    assert Counter.objects.count() == audit.AuditEntry.objects.count() == 0


def test_the_same_kind_may_be_locked_again(db):
    with locks.transaction():
        locks.note_lock("orders.Order")
        locks.note_lock("orders.Order")
        locks.note_lock("delivery.Slot")


def test_a_part_of_a_transaction_remembers_what_the_whole_has_locked(db):
    with locks.transaction():
        with locks.transaction():
            locks.note_lock("delivery.Slot")
        with locks.transaction(), pytest.raises(locks.LockOutOfOrder):
            locks.note_lock("cart.Cart")


def test_a_new_transaction_begins_with_nothing_locked(db):
    with locks.transaction():
        locks.note_lock("core.AuditHead")
    with pytest.raises(RuntimeError, match="fell over"), locks.transaction():
        locks.note_lock("core.AuditHead")
        raise RuntimeError("fell over")
    with locks.transaction():
        locks.note_lock("cart.Cart")


def test_a_kind_without_a_place_in_the_order_cannot_be_locked(db):
    with locks.transaction(), pytest.raises(ValueError):
        locks.note_lock("stores.Store")


def test_rows_of_one_kind_are_locked_by_their_ids(db, django_assert_num_queries):
    for series in ("b", "a", "c"):
        numbers.next_in(series=series)
    with locks.transaction(), django_assert_num_queries(1) as asked:
        rows = list(locks.locked(Counter.objects.order_by("series")))
    assert [row.series for row in rows] == ["b", "a", "c"]
    sql = asked.captured_queries[0]["sql"]
    assert ("FOR UPDATE" in sql) == connection.features.has_select_for_update


def test_a_refusal_undoes_all_that_the_transaction_did(db):
    with pytest.raises(locks.LockOutOfOrder), locks.transaction():
        numbers.next_in(series="bills")
        locks.note_lock("orders.Order")
    assert Counter.objects.count() == 0


@pytest.mark.parametrize("begin", [locks.transaction, transaction.atomic])
def test_no_other_system_is_called_while_a_transaction_is_open(db, begin):
    called = []
    with begin(), pytest.raises(locks.NetworkInsideTransaction), locks.outside_transaction():
        called.append("the gateway")
    assert called == []


def test_another_system_may_be_called_between_transactions(db):
    called = []
    with locks.transaction():
        numbers.next_in(series="bills")
    with locks.outside_transaction():
        called.append("the gateway")
    assert called == ["the gateway"]


def meanwhile(verb: Any) -> None:
    """Have someone else do it now, on a connection of their own, and wait until it is done."""
    wrong = []

    def run() -> None:
        try:
            verb()
        except DatabaseError as error:
            wrong.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=15)
    assert not thread.is_alive()
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_one_moment_is_read_while_others_go_on_writing():
    numbers.next_in(series="before")
    with locks.one_moment():
        assert Counter.objects.count() == 1
        meanwhile(lambda: numbers.next_in(series="after"))
        assert Counter.objects.count() == 1
    assert Counter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_writing_goes_on_as_before_after_one_moment():
    with locks.one_moment():
        assert Counter.objects.count() == 0
    with locks.transaction():
        assert numbers.next_in(series="after") == 1
    assert Counter.objects.count() == 1
