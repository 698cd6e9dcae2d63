"""Locks in one order, and no network while one is held.

Two rules keep the shop from deadlock, and keep a gateway's slow answer from holding up the counter:

* rows of several kinds are locked in the order of `RANKS`, rows of one kind in the order of their ids;
* a call to another system goes through `outside_transaction`, which refuses while a transaction is open.

Both are refusals, not advice: breaking either raises where the mistake is, in the first test that runs it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db import transaction as db_transaction

# The order in which a story may lock. A story that needs two kinds takes the upper one first.
RANKS = (
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

Row = TypeVar("Row", bound=models.Model)


class NetworkInsideTransaction(RuntimeError):
    """A bug: another system was about to be called while database rows were locked."""


class LockOutOfOrder(RuntimeError):
    """A bug: two stories that lock in different orders can wait for each other for ever."""


class _Held(threading.local):
    ranks: list[int] | None = None


_held = _Held()


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction that remembers which kinds of row it has locked; inside another, a part of that one."""
    before = _held.ranks
    _held.ranks = list(before or [])
    try:
        with db_transaction.atomic():
            yield
    except BaseException:
        _held.ranks = before  # what a part has locked is given back when that part is undone
        raise
    if before is None:
        _held.ranks = None


def locked(rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """The rows, to be locked until the transaction ends, in the order of their ids.

    On SQLite the transaction itself is the lock (`BEGIN IMMEDIATE`), and Django leaves the clause out.
    Raises `LockOutOfOrder` when the transaction already holds a kind that `RANKS` puts later.
    """
    note_lock(rows.model._meta.label)
    return rows.order_by("pk").select_for_update(of=("self",))


def note_lock(label: str) -> None:
    """Say that rows of this kind are about to be locked, by an UPDATE for example."""
    if _held.ranks is None:
        return
    rank = RANKS.index(label)
    if _held.ranks and rank < _held.ranks[-1]:
        raise LockOutOfOrder(f"{label} was locked after {RANKS[_held.ranks[-1]]}; see kirana.core.locks.RANKS")
    _held.ranks.append(rank)


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Surround a call to another system; raises `NetworkInsideTransaction` when a transaction is open."""
    if _is_open():
        raise NetworkInsideTransaction("another system was called while a transaction was open")
    yield


@contextmanager
def together() -> Iterator[None]:
    """All of it or nothing: a transaction, unless one is open, whose fate it then shares without a statement more."""
    with nullcontext() if _is_open() else transaction():
        yield


def _is_open() -> bool:
    # A TestCase's own wrapping transaction does not count; Django's `durable` looks past it the same way.
    return any(not block._from_testcase for block in connection.atomic_blocks)  # type: ignore[attr-defined]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read any number of tables as they were at one moment, without holding writers up."""
    if connection.vendor == "postgresql":
        with db_transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    sqlite: Any = connections[DEFAULT_DB_ALIAS]
    sqlite.ensure_connection()  # connecting is what reads the mode from the settings
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with db_transaction.atomic(durable=True):
            yield
    finally:
        sqlite.transaction_mode = mode
