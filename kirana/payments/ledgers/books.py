"""What must be true of the ledgers (invariant G7): a balance is the sum of its entries, entry by entry."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Sum

from kirana.core.books import check_history
from kirana.core.money import format_rupees
from kirana.payments.ledgers import days
from kirana.payments.ledgers.models import (
    CashBox,
    CashEntry,
    CreditAccount,
    CreditEntry,
    KhataAccount,
    KhataEntry,
    SettlementFile,
    SettlementStateChange,
)
from kirana.payments.ledgers.states import SETTLEMENTS


def check() -> Iterator[str]:
    """A sentence for every account, entry, settlement file and closed day that is not right."""
    yield from check_ledger("khata", KhataAccount, KhataEntry)
    yield from check_ledger("store credit", CreditAccount, CreditEntry)
    yield from check_ledger("cash", CashBox, CashEntry)
    yield from check_history(SETTLEMENTS, SettlementFile, SettlementStateChange)
    yield from days.check()


def check_ledger(name: str, accounts: type[Model], entries: type[Model]) -> Iterator[str]:
    """A sentence for every account of a ledger whose entries do not lead to its balance, one after another."""
    rows: Any = entries._default_manager
    walk = rows.order_by("account_id", "pk").values_list("pk", "account_id", "change_paise", "balance_after_paise")
    reached: dict[int, int] = {}
    for entry, account, change, after in walk.iterator():
        before = reached.get(account, 0)
        if before + change != after:
            yield (
                f"{name} entry {entry} goes from {format_rupees(before)} by {format_rupees(change)} "
                f"to {format_rupees(after)}"
            )
        reached[account] = after
    sums = dict(rows.order_by().values_list("account_id").annotate(Sum("change_paise")))
    table: Any = accounts._default_manager
    for account, balance in table.values_list("pk", "balance_paise"):
        if balance != sums.get(account, 0):
            yield (
                f"{name} {account} stands at {format_rupees(balance)}, "
                f"but its entries sum to {format_rupees(sums.get(account, 0))}"
            )
