"""The verbs of cash; the only code that writes its tables.

Cash is in the till or with a person. Every verb locks the boxes it touches in one go, and takes a key: the same key
again changes nothing. Amounts are paise above zero.
"""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments.ledgers.models import CashBox, CashEntry, CashKind, CountedAt
from kirana.payments.ledgers.refusals import NothingToWrite, ReasonMissing


class NotEnoughCash(ShopError):
    code = "not_enough_cash"
    sentence = _("There is %(there)s in the till.")


class DifferenceUnexplained(ShopError):
    code = "difference_unexplained"
    status = 422
    sentence = _("It should be %(expected)s and %(counted)s was counted. Say why.")


class NoCashToHandIn(ShopError):
    code = "no_cash_to_hand_in"
    sentence = _("There is no cash with this person.")


def take(
    *, store_id: int, holder_id: int | None, amount_paise: int, reference: str, key: str, by: Actor, at: datetime
) -> None:
    """Cash has come from a customer into someone's hands, or into the till when `holder_id` is None."""
    with locks.transaction():
        box = _lock(store_id, holder_id)[holder_id]
        if not _is_written(key):
            _refuse_nothing(amount_paise)
            _write(box, CashKind.TAKEN, amount_paise, key, reference=reference, by=by, at=at)


def hand_in(*, store_id: int, holder_id: int, counted_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    """A person's cash, counted, goes into the till; afterwards there is none with them.

    A difference needs a reason and is an entry of its own. Raises `DifferenceUnexplained`, `NoCashToHandIn`.
    """
    with locks.transaction():
        boxes = _lock(store_id, holder_id, None)
        if _is_written(f"{key}:count"):
            return
        theirs = boxes[holder_id]
        if not theirs.balance_paise:
            raise NoCashToHandIn()
        _count(theirs, counted_paise, f"{key}:count", moment=CountedAt.HAND_IN, by=by, at=at, why=why)
        if counted_paise:
            _write(theirs, CashKind.HANDED_IN, -counted_paise, f"{key}:out", by=by, at=at)
            reference = f"rider:{holder_id}"
            _write(boxes[None], CashKind.RECEIVED, counted_paise, f"{key}:in", reference=reference, by=by, at=at)


def count_till(
    *, store_id: int, counted_paise: int, moment: CountedAt, key: str, by: Actor, at: datetime, why: str
) -> None:
    """Set the till to what was counted in it. A difference needs a reason: `DifferenceUnexplained`."""
    with locks.transaction():
        till = _lock(store_id, None)[None]
        if not _is_written(key):
            _count(till, counted_paise, key, moment=moment, by=by, at=at, why=why)


def pay_out(*, store_id: int, amount_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    """Cash leaves the till, for a reason: a supplier, the bank. Raises `NotEnoughCash`, `ReasonMissing`."""
    _move_till(store_id, CashKind.PAID_OUT, amount_paise, key, by, at, why)


def give_back(*, store_id: int, amount_paise: int, reference: str, key: str, by: Actor, at: datetime, why: str) -> None:
    """Cash goes out of the till to a customer, for what they paid before. Raises `NotEnoughCash`; nothing was written.

    Who begins the refund writes the log, as its story may lock more before it ends.
    """
    _refuse_nothing(amount_paise)
    with locks.transaction():
        till = _lock(store_id, None)[None]
        if _is_written(key):
            return
        _refuse_more_than_there_is(till, amount_paise)
        _write(till, CashKind.PAID_OUT, -amount_paise, key, reference=reference, by=by, at=at, why=why)


def put_in(*, store_id: int, amount_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    """Cash comes into the till from elsewhere, for a reason: change from the bank. Raises `ReasonMissing`."""
    _move_till(store_id, CashKind.PUT_IN, amount_paise, key, by, at, why)


def _move_till(store_id: int, kind: CashKind, amount_paise: int, key: str, by: Actor, at: datetime, why: str) -> None:
    if not why.strip():
        raise ReasonMissing()
    _refuse_nothing(amount_paise)
    with locks.transaction():
        till = _lock(store_id, None)[None]
        if _is_written(key):
            return
        change = -amount_paise if kind is CashKind.PAID_OUT else amount_paise
        _refuse_more_than_there_is(till, -change)
        _write(till, kind, change, key, by=by, at=at, why=why)
        audit.record(action=f"cash.{kind}", subject=f"cash:{till.pk}", by=by, at=at, amount_paise=amount_paise, why=why)


def _count(box: CashBox, counted_paise: int, key: str, *, moment: CountedAt, by: Actor, at: datetime, why: str) -> None:
    expected, difference = box.balance_paise, counted_paise - box.balance_paise
    if difference and not why.strip():
        raise DifferenceUnexplained(expected=format_rupees(expected), counted=format_rupees(counted_paise))
    facts = {"counted_paise": counted_paise, "counted_at": moment, "why": why}
    _write(box, CashKind.COUNT, difference, key, by=by, at=at, **facts)
    if difference:
        detail = {"expected_paise": expected, "counted_paise": counted_paise, "why": why}
        audit.record(action="cash.difference", subject=f"cash:{box.pk}", by=by, at=at, **detail)


def _lock(store_id: int, *holders: int | None) -> dict[int | None, CashBox]:
    """The locked boxes of these holders, None for the till; made where there was none."""
    boxes = [CashBox(store_id=store_id, holder_id=holder) for holder in holders]
    CashBox.objects.bulk_create(boxes, ignore_conflicts=True)
    theirs = Q(holder__isnull=True) if None in holders else Q()
    named = Q(holder_id__in=[holder for holder in holders if holder is not None])
    wanted = CashBox.objects.filter(named | theirs, store_id=store_id)
    return {box.holder_id: box for box in locks.locked(wanted)}


def _is_written(key: str) -> bool:
    return CashEntry.objects.filter(key=key).exists()


def _refuse_nothing(amount_paise: int) -> None:
    if amount_paise <= 0:
        raise NothingToWrite()


def _refuse_more_than_there_is(till: CashBox, amount_paise: int) -> None:
    if amount_paise > till.balance_paise:
        raise NotEnoughCash(there=format_rupees(till.balance_paise))


def _write(
    box: CashBox, kind: CashKind, change_paise: int, key: str, *, by: Actor, at: datetime, **facts: object
) -> None:
    """The entry and the balance, together. The box is locked."""
    after = box.balance_paise + change_paise
    CashBox.objects.filter(pk=box.pk).update(balance_paise=after)
    box.balance_paise = after
    row = {"change_paise": change_paise, "balance_after_paise": after, "key": key, "by": str(by), "at": at} | facts
    CashEntry.objects.create(account=box, kind=kind, **row)
