"""Closed days: written once, never changed. The only code that writes their table."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, idempotency, locks
from kirana.core.actors import Actor
from kirana.core.audit import AuditEntry
from kirana.core.errors import NotFound, ShopError
from kirana.payments.ledgers.models import ClosedDay

Totals = dict[str, int]
CLOSING = "day.close"


class DayIsClosed(ShopError):
    code = "day_is_closed"
    sentence = _("The books are closed up to %(day)s. What comes later belongs to the next day.")


def write(*, day: ClosedDay, by: Actor) -> ClosedDay:
    """Keep a closed day; the log keeps its seal, so that a later change shows. Raises `DayIsClosed`."""
    scope, key = "close_day", f"{day.store_id}:{day.on:%Y-%m-%d}"
    with locks.transaction():
        token = f"{by}:{day.at.isoformat()}"
        taken = idempotency.claim(scope=scope, key=key, result=token, at=day.at) != token
        last = latest(store_id=day.store_id)  # looked up after the wait: who came first has closed it meanwhile
        if taken or (last is not None and day.on <= last.on):
            raise DayIsClosed(day=last.on if last else day.on)
        day.by = str(by)
        day.save(force_insert=True)
        subject = f"day:{day.store_id}:{day.on:%Y-%m-%d}"
        audit.record(action=CLOSING, subject=subject, by=by, at=day.at, seal=seal(day), note=day.note)
    return day


def seal(day: ClosedDay) -> str:
    """A hash of everything that a closed day says."""
    until = day.until.astimezone(UTC).isoformat(timespec="microseconds")
    said = [str(day.on), until, day.totals, day.figures, day.balances, day.findings, day.note]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def latest(*, store_id: int) -> ClosedDay | None:
    """The last day that was closed."""
    return ClosedDay.objects.filter(store_id=store_id).order_by("-on").first()


def closed_days(*, store_id: int) -> QuerySet[ClosedDay]:
    """The closed days, the newest first."""
    return ClosedDay.objects.filter(store_id=store_id).order_by("-on")


def closed_day(*, store_id: int, on: date) -> ClosedDay:
    """A closed day; `NotFound` when it is open."""
    found = ClosedDay.objects.filter(store_id=store_id, on=on).first()
    if found is None:
        raise NotFound()
    return found


def less(totals: Totals, before: Mapping[str, Any]) -> Totals:
    """What came since: the totals less those of the day before, without what stayed as it was."""
    names = sorted({*totals, *before})
    changes = {name: totals.get(name, 0) - int(before.get(name, 0)) for name in names}
    return {name: change for name, change in changes.items() if change}


def check() -> Iterator[str]:
    """A sentence for every closed day that is not as it was sealed, or does not follow the day before."""
    entries = AuditEntry.objects.filter(action=CLOSING).values_list("subject", "detail")
    seals = {subject: detail.get("seal") for subject, detail in entries}
    before: dict[int, ClosedDay] = {}
    for day in ClosedDay.objects.order_by("store_id", "on").iterator():
        if seals.get(f"day:{day.store_id}:{day.on:%Y-%m-%d}") != seal(day):
            yield f"the day {day.on:%Y-%m-%d} is not as it was closed"
        earlier = before.get(day.store_id)
        if day.figures != less(day.totals, earlier.totals if earlier else {}):
            yield f"the day {day.on:%Y-%m-%d} does not follow the day before"
        before[day.store_id] = day
