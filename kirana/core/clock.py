"""The only place that asks what time it is.

Screens, tasks and commands call `now()` once and hand the moment down as `at`; a house rule keeps
everything below from asking again, so that a story has one time and a test can choose it.
"""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The moment, with its time zone."""
    return timezone.now()


def shop_date(at: datetime) -> date:
    """The calendar day of `at` in the shop's time zone."""
    return timezone.localdate(at, timezone.get_default_timezone())
