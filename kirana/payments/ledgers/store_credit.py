"""The verbs of store credit; the only code that writes its tables.

Every verb locks the account's row and takes a key: the same key again changes nothing. Amounts are paise above zero.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments.ledgers.models import CreditAccount, CreditEntry, CreditKind
from kirana.payments.ledgers.refusals import MoreThanWasCharged, NothingToWrite, ReasonMissing


class NotEnoughCredit(ShopError):
    code = "not_enough_credit"
    sentence = _("There is %(room)s of store credit, and this comes to %(amount)s.")


def give_goodwill(*, customer_id: int, amount_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    """Give a customer something to make good. Raises `ReasonMissing`."""
    if not why.strip():
        raise ReasonMissing()
    with locks.transaction():
        account = _lock_of(customer_id)
        if _is_written(key):
            return
        _write(account, CreditKind.GOODWILL, amount_paise, key, by=by, at=at, why=why)
        subject = f"customer:{customer_id}"
        audit.record(action="credit.goodwill", subject=subject, by=by, at=at, amount_paise=amount_paise, why=why)


def refund_to_credit(
    *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str = ""
) -> None:
    """Keep for the customer what an order paid another way gives back."""
    with locks.transaction():
        account = _lock_of(customer_id)
        if not _is_written(key):
            _write(account, CreditKind.REFUND, amount_paise, key, reference=reference, by=by, at=at, why=why)


def spend(*, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime) -> None:
    """Pay for a reference with it. Raises `NotEnoughCredit`; nothing was written then."""
    with locks.transaction():
        account = _lock_of(customer_id)
        if _is_written(key):
            return
        if amount_paise > account.balance_paise:
            raise NotEnoughCredit(room=format_rupees(account.balance_paise), amount=format_rupees(amount_paise))
        _write(account, CreditKind.SPENT, amount_paise, key, reference=reference, by=by, at=at)


def put_back(
    *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str
) -> None:
    """Give so much of what was spent on a reference back. Raises `MoreThanWasCharged`."""
    with locks.transaction():
        account = _lock_of(customer_id)
        if _is_written(key):
            return
        of_reference = account.entries.filter(reference=reference, kind__in=[CreditKind.SPENT, CreditKind.RETURNED])
        left = -sum(of_reference.values_list("change_paise", flat=True))
        if amount_paise > left:
            raise MoreThanWasCharged(left=format_rupees(left))
        _write(account, CreditKind.RETURNED, amount_paise, key, reference=reference, by=by, at=at, why=why)


def _lock_of(customer_id: int) -> CreditAccount:
    """The locked account of a customer, made where they had none."""
    CreditAccount.objects.bulk_create([CreditAccount(customer_id=customer_id)], ignore_conflicts=True)
    return locks.locked(CreditAccount.objects.filter(customer_id=customer_id)).get()


def _is_written(key: str) -> bool:
    return CreditEntry.objects.filter(key=key).exists()


def _write(
    account: CreditAccount, kind: CreditKind, amount_paise: int, key: str, *, by: Actor, at: datetime, **facts: str
) -> None:
    """The entry and the balance, together. The account is locked."""
    if amount_paise <= 0:
        raise NothingToWrite()
    change = -amount_paise if kind is CreditKind.SPENT else amount_paise
    after = account.balance_paise + change
    CreditAccount.objects.filter(pk=account.pk).update(balance_paise=after)
    CreditEntry.objects.create(
        account=account, kind=kind, change_paise=change, balance_after_paise=after, key=key, by=str(by), at=at, **facts
    )
