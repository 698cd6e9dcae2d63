"""Writing down what was collected, off the request, and making days of it."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db.models import Count, F

from kirana.analytics.collector import collector
from kirana.analytics.models import DayCount, DaySalt, Trace
from kirana.core import clock, locks

KEPT_FOR = timedelta(days=400)
MOST_SUBJECTS = 2000  # of a day and a kind; what comes after is counted without its name


def write_down(*, at: datetime) -> None:
    """Bring what this process collected into the database; called by its own thread, once a minute."""
    traces, counts = collector.take()
    if not traces and not counts:
        return
    with locks.transaction():
        salts = {on: _salt(on) for on in {one[0] for one in traces}}
        rows = [Trace(on=on, visitor=_hash(salts[on], who), stage=stage) for on, who, stage in traces]
        Trace.objects.bulk_create(rows, ignore_conflicts=True)
        for (on, kind, subject), times in sorted(counts.items()):
            _add(on, kind, subject, times)


def roll_up(*, at: datetime) -> None:
    """Make counts of the days that are over, and forget their visitors. Safe to repeat.

    A day is over an hour after midnight, when every process has written the last of it down.
    """
    today = clock.shop_date(at - timedelta(hours=1))
    with locks.transaction():
        over = Trace.objects.filter(on__lt=today)
        for on, stage, times in over.values_list("on", "stage").annotate(n=Count("pk")).order_by("on", "stage"):
            _add(on, stage, "", times)
        over.delete()
        DaySalt.objects.filter(on__lt=today).delete()
        DayCount.objects.filter(on__lt=today - KEPT_FOR).delete()


def _add(on: date, kind: str, subject: str, times: int) -> None:
    rows = DayCount.objects.filter(on=on, kind=kind, subject=subject)
    if rows.update(times=F("times") + times):
        return
    if subject and DayCount.objects.filter(on=on, kind=kind).count() >= MOST_SUBJECTS:
        rows, subject = DayCount.objects.filter(on=on, kind=kind, subject=""), ""
    DayCount.objects.bulk_create([DayCount(on=on, kind=kind, subject=subject)], ignore_conflicts=True)
    rows.update(times=F("times") + times)


def _salt(on: date) -> str:
    DaySalt.objects.bulk_create([DaySalt(on=on, salt=secrets.token_hex(16))], ignore_conflicts=True)
    return DaySalt.objects.values_list("salt", flat=True).get(on=on)


def _hash(salt: str, who: str) -> str:
    return hashlib.sha256(f"{salt}{who}".encode()).hexdigest()[:16]
