"""A khata's statement: what was owed, line by line what came and went, what is owed now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kirana.payments.ledgers.models import KhataAccount, KhataEntry


@dataclass(frozen=True, slots=True)
class Statement:
    """A khata between two days, both in it. Amounts in paise; what is owed is above nothing."""

    account: KhataAccount
    since: date
    until: date
    opening_paise: int
    entries: list[KhataEntry]

    @property
    def given_paise(self) -> int:
        """What was added to the debt in that time."""
        return sum(entry.change_paise for entry in self.entries if entry.change_paise > 0)

    @property
    def paid_paise(self) -> int:
        """What was taken off it."""
        return -sum(entry.change_paise for entry in self.entries if entry.change_paise < 0)

    @property
    def closing_paise(self) -> int:
        """What is owed at the end."""
        return self.opening_paise + self.given_paise - self.paid_paise


def statement(*, account: KhataAccount, since: date, until: date) -> Statement:
    """The statement of a khata; days the wrong way round are turned."""
    first, last = min(since, until), max(since, until)
    entries = KhataEntry.objects.filter(account=account)
    before = entries.filter(at__lt=_begins(first)).order_by("-pk").values_list("balance_after_paise", flat=True)
    lines = entries.filter(at__gte=_begins(first), at__lt=_begins(last + timedelta(days=1))).order_by("pk")
    return Statement(account, first, last, before.first() or 0, list(lines))


def usual_period(*, on: date) -> tuple[date, date]:
    """From the first of the month before up to a day."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1), on


def _begins(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
