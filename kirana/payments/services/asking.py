"""When a gateway is asked next: what is not final is asked again, ever more seldom, until it is."""

from datetime import datetime, timedelta

from django.db.models import F

from kirana.payments.models import Payment, Refund

FIRST = timedelta(minutes=1)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))


def hold(row: Payment | Refund, *, at: datetime) -> bool:
    """Take the row for one question; False when another worker has it, or it needs none any more.

    The question is counted and the next one set before it is asked, so that a worker that dies leaves the row to be
    asked again, and two workers do not ask at once.
    """
    wait = WAITS[min(row.asked_times, len(WAITS) - 1)]
    held = type(row)._default_manager.filter(pk=row.pk, asked_times=row.asked_times, state=row.state)
    return bool(held.update(asked_times=F("asked_times") + 1, asked_at=at, ask_at=at + wait))
