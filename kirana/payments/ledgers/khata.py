"""The verbs of the khata; the only code that writes its tables.

Every verb locks the account's row and takes a key: the same key again changes nothing, whoever presses twice. Amounts
are paise above zero.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments import utrs
from kirana.payments.ledgers.models import KhataAccount, KhataEntry, KhataKind, Means
from kirana.payments.ledgers.refusals import MoreThanWasCharged, NothingToWrite, ReasonMissing


class KhataLimitReached(ShopError):
    code = "khata_limit_reached"
    sentence = _("The khata has room for %(room)s, and this comes to %(amount)s.")


class NoKhata(ShopError):
    code = "no_khata"
    sentence = _("There is no open khata. The shop opens one.")


class KhataExists(ShopError):
    code = "khata_exists"
    sentence = _("This customer has a khata already.")


class LimitBelowBalance(ShopError):
    code = "limit_below_balance"
    status = 422
    sentence = _("%(owed)s is owed; the limit cannot be less. To give no more, close the khata.")


class DueDayUnknown(ShopError):
    code = "due_day_unknown"
    status = 422
    sentence = _("The due day is a day that every month has: 1 to 28.")


def open_account(
    *, store_id: int, customer_id: int, limit_paise: int, due_day: int, by: Actor, at: datetime
) -> KhataAccount:
    """Open a khata for a customer. Raises `KhataExists`."""
    _require_due_day(due_day)
    with locks.transaction():
        account, made = KhataAccount.objects.get_or_create(
            customer_id=customer_id,
            defaults={"store_id": store_id, "limit_paise": limit_paise, "due_day": due_day, "opened_at": at},
        )
        if not made:
            raise KhataExists()
        _log("khata.open", account, by, at, limit_paise=limit_paise, due_day=due_day)
    return account


def set_terms(*, account_id: int, limit_paise: int, due_day: int, is_open: bool, by: Actor, at: datetime) -> None:
    """Set the limit, the due day, and whether more is given. Raises `LimitBelowBalance`."""
    _require_due_day(due_day)
    with locks.transaction():
        account = locks.locked(KhataAccount.objects.filter(pk=account_id)).get()
        if limit_paise < account.balance_paise:
            raise LimitBelowBalance(owed=format_rupees(account.balance_paise))
        terms = {"limit_paise": limit_paise, "due_day": due_day, "is_open": is_open}
        was = {name: getattr(account, name) for name in terms}
        KhataAccount.objects.filter(pk=account_id).update(**terms)
        _log("khata.terms", account, by, at, was=was, now=terms)


def give(
    *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str = ""
) -> None:
    """Write goods on the khata. Raises `NoKhata`, `KhataLimitReached`; nothing was written then."""
    with locks.transaction():
        account = _khata_of(customer_id)
        if _is_written(key):
            return
        if not account.is_open:
            raise NoKhata()
        _refuse_nothing(amount_paise)
        _require_room(account, amount_paise)
        _write(account, KhataKind.GIVEN, amount_paise, key, reference=reference, by=by, at=at, why=why)


def take_back(
    *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str
) -> None:
    """Take so much of what was given for a reference off the khata. Raises `MoreThanWasCharged`."""
    with locks.transaction():
        account = _khata_of(customer_id)
        if _is_written(key):
            return
        _refuse_nothing(amount_paise)
        changes = account.entries.filter(reference=reference, kind__in=[KhataKind.GIVEN, KhataKind.RETURNED])
        left = sum(changes.values_list("change_paise", flat=True))
        if amount_paise > left:
            raise MoreThanWasCharged(left=format_rupees(left))
        _write(account, KhataKind.RETURNED, -amount_paise, key, reference=reference, by=by, at=at, why=why)


def repay(
    *, account_id: int, amount_paise: int, means: Means, utr: str, key: str, by: Actor, at: datetime
) -> KhataEntry:
    """Take a payment in, whole or part; more than is owed is kept as paid ahead. Raises `TransferUsed`."""
    with locks.transaction():
        account = locks.locked(KhataAccount.objects.filter(pk=account_id)).get()
        known = KhataEntry.objects.filter(key=key).first()
        if known is not None:
            return known
        _refuse_nothing(amount_paise)
        if utr:
            utrs.use(utr=utr, used_for=f"khata:{key}", reference=str(account.customer), at=at)
        return _write(account, KhataKind.REPAID, -amount_paise, key, means=means, utr=utr, by=by, at=at)


def correct(*, account_id: int, change_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    """Put a mistake right by an entry of its own: more is owed after a positive change.

    Raises `ReasonMissing`, `KhataLimitReached`.
    """
    if not why.strip():
        raise ReasonMissing()
    with locks.transaction():
        account = locks.locked(KhataAccount.objects.filter(pk=account_id)).get()
        if _is_written(key):
            return
        _refuse_nothing(abs(change_paise))
        _require_room(account, change_paise)
        _write(account, KhataKind.CORRECTION, change_paise, key, by=by, at=at, why=why)
        _log("khata.correct", account, by, at, change_paise=change_paise, why=why)


def _khata_of(customer_id: int) -> KhataAccount:
    """Their khata, locked; `NoKhata`."""
    account = locks.locked(KhataAccount.objects.filter(customer_id=customer_id)).first()
    if account is None:
        raise NoKhata()
    return account


def _is_written(key: str) -> bool:
    return KhataEntry.objects.filter(key=key).exists()


def _refuse_nothing(amount_paise: int) -> None:
    if amount_paise <= 0:
        raise NothingToWrite()


def _require_due_day(due_day: int) -> None:
    if not 1 <= due_day <= 28:
        raise DueDayUnknown()


def _require_room(account: KhataAccount, change_paise: int) -> None:
    room = account.limit_paise - account.balance_paise
    if change_paise > max(room, 0):
        raise KhataLimitReached(room=format_rupees(max(room, 0)), amount=format_rupees(change_paise))


def _write(
    account: KhataAccount, kind: KhataKind, change_paise: int, key: str, *, by: Actor, at: datetime, **facts: str
) -> KhataEntry:
    """The entry and the balance, together. The account is locked."""
    after = account.balance_paise + change_paise
    KhataAccount.objects.filter(pk=account.pk).update(balance_paise=after)
    account.balance_paise = after
    return KhataEntry.objects.create(
        account=account,
        kind=kind,
        change_paise=change_paise,
        balance_after_paise=after,
        key=key,
        by=str(by),
        at=at,
        **facts,
    )


def _log(action: str, account: KhataAccount, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(action=action, subject=f"khata:{account.pk}", by=by, at=at, **detail)
