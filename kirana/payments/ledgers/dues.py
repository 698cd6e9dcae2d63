"""What of a khata is due, and when.

What was given in a month falls due on the due day of the next. Payments settle the oldest first, so what is overdue is
what is owed less what was given since the month of the last due day began; goods taken back in that time were never
given. A due day is overdue from the day after it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from kirana.payments.ledgers.models import KhataAccount, KhataKind

PAISE = BigIntegerField()
NOTHING = Value(0, output_field=PAISE)


@dataclass(frozen=True, slots=True)
class Due:
    """What is overdue, and what falls due next and when; both nothing when nothing is owed."""

    overdue_paise: int
    next_on: date
    next_paise: int


def with_dues(accounts: QuerySet[KhataAccount], *, on: date) -> Any:
    """The accounts with `overdue_paise`, and with `due_by_now_paise`: the same with a due day of today counted in."""
    this, last = _month_begins(on), _month_begins(on.replace(day=1) - timedelta(days=1))
    given = Q(entries__kind__in=[KhataKind.GIVEN, KhataKind.RETURNED])
    counted = accounts.annotate(
        given_this=Coalesce(
            Sum("entries__change_paise", filter=given & Q(entries__at__gte=this)), NOTHING, output_field=PAISE
        ),
        given_since_last=Coalesce(
            Sum("entries__change_paise", filter=given & Q(entries__at__gte=last)), NOTHING, output_field=PAISE
        ),
    )
    return counted.annotate(
        overdue_paise=_older_than(Q(due_day__lt=on.day)), due_by_now_paise=_older_than(Q(due_day__lte=on.day))
    )


def due(account: KhataAccount, *, on: date) -> Due:
    """What is due of an account that `with_dues` brought."""
    sums: dict[str, int] = vars(account)
    overdue, has_passed = sums["overdue_paise"], account.due_day < on.day
    left, newest = max(account.balance_paise - overdue, 0), max(sums["given_this"], 0)
    if has_passed or left <= newest:  # nothing is due this month any more
        return Due(overdue, _due_on(account.due_day, on, next_month=True), left)
    return Due(overdue, _due_on(account.due_day, on, next_month=False), left - newest)


def _older_than(has_passed: Q) -> Greatest:
    """What is owed from before the month of the last due day."""
    recent = Case(When(has_passed, then=F("given_this")), default=F("given_since_last"), output_field=PAISE)
    older = ExpressionWrapper(F("balance_paise") - Greatest(recent, NOTHING, output_field=PAISE), output_field=PAISE)
    return Greatest(older, NOTHING, output_field=PAISE)


def _due_on(due_day: int, on: date, *, next_month: bool) -> date:
    first = on.replace(day=1)
    return ((first + timedelta(days=31)) if next_month else first).replace(day=due_day)


def _month_begins(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on.replace(day=1), time.min))
