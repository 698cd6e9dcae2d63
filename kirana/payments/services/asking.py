"""When a gateway is asked next: what is not final is asked again, ever more seldom, until it is.

A refund that was given back is asked after once a day for some days more: a bank may send the money back, and the
message that says so may be lost.
"""

from datetime import datetime, timedelta

from django.db.models import F

from kirana.payments.models import Payment, Refund
from kirana.payments.states import RefundState

FIRST = timedelta(minutes=1)
A_DAY = timedelta(days=1)
WATCHED = timedelta(days=10)  # from when it was written down: what a bank sends back comes within days
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))


def hold(row: Payment | Refund, *, at: datetime) -> bool:
    """Take the row for one question; False when another worker has it, or it needs none any more.

    The question is counted and the next one set before it is asked, so that a worker that dies leaves the row to be
    asked again, and two workers do not ask at once.
    """
    held = type(row)._default_manager.filter(pk=row.pk, asked_times=row.asked_times, state=row.state)
    return bool(held.update(asked_times=F("asked_times") + 1, asked_at=at, ask_at=_next(row, at)))


def after_giving_back(refund: Refund, *, at: datetime) -> datetime | None:
    """When a refund that a gateway has given back is asked after; None when it has been watched for long enough."""
    return at + A_DAY if at < refund.begun_at + WATCHED else None


def _next(row: Payment | Refund, at: datetime) -> datetime | None:
    if isinstance(row, Refund) and row.state == RefundState.DONE:
        return after_giving_back(row, at=at)
    return at + WAITS[min(row.asked_times, len(WAITS) - 1)]
