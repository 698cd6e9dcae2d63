"""Numbers for people: never a primary key, allocated in the caller's transaction.

Two kinds, because the law and the queue want different things:

* `next_in(series)` has no gap and no repeat, and makes the transactions of a series wait for one another;
  for invoices.
* `draw()` never waits, and leaves gaps on PostgreSQL when a story fails; for orders.
"""

from django.db import models
from django.db.models import F

from kirana.core import locks


class Counter(models.Model):
    """The last number given in a gapless series."""

    series = models.CharField(max_length=80, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class DrawnNumber(models.Model):
    """A number drawn; the row's id is the number. The database's own sequence is what makes it quick."""

    class Meta:
        app_label = "core"


def next_in(*, series: str) -> int:
    """The next number of the series, from 1, without a gap; holds the series until the transaction ends."""
    locks.note_lock("core.Counter")
    if not Counter.objects.filter(series=series).update(last=F("last") + 1):
        Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
        Counter.objects.filter(series=series).update(last=F("last") + 1)
    return Counter.objects.values_list("last", flat=True).get(series=series)


def draw() -> int:
    """A number no one else has; numbers grow, and some may be skipped."""
    return DrawnNumber.objects.create().pk
