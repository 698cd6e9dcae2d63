"""A khata at the counter: opened for someone who may never have signed in, paid off in cash or by UPI."""

from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.customers import services as customers
from kirana.payments.ledgers import cash, khata
from kirana.payments.ledgers.models import KhataAccount, KhataEntry, Means


def open_for_new_customer(
    *, store_id: int, name: str, phone: str, limit_paise: int, due_day: int, by: Actor, at: datetime
) -> KhataAccount:
    """A khata for someone the shop has no row of yet. They can sign in later; nobody else comes to see it."""
    with locks.transaction():
        known = customers.introduce(name=name, phone=phone, by=by, at=at)
        return khata.open_account(
            store_id=store_id, customer_id=known.pk, limit_paise=limit_paise, due_day=due_day, by=by, at=at
        )


def repay(
    *, account: KhataAccount, amount_paise: int, means: Means, utr: str, key: str, by: Actor, at: datetime
) -> KhataEntry:
    """Take a payment in; cash goes into the till in the same transaction. Raises `TransferUsed`."""
    with locks.transaction():
        entry = khata.repay(
            account_id=account.pk, amount_paise=amount_paise, means=means, utr=utr, key=key, by=by, at=at
        )
        if means is Means.CASH:
            cash.take(
                store_id=account.store_id,
                holder_id=None,
                amount_paise=amount_paise,
                reference=f"khata:{account.pk}",
                key=f"khata-{entry.pk}",
                by=by,
                at=at,
            )
    return entry
