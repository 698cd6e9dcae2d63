"""The worker of a shop that lives through a month: its clock is moved, and what became due is done by the queue's own
runner; what its checks said is read off the runs they kept."""

import os
import time
from typing import Any

from tests.drills import jobs, people

BAD = ("act", "watch")
ASKS_AT = 30  # the checks are asked in a minute's second half: its other tasks were done before


def begin() -> int:
    """Write the schedules as of now; how far the runs have come."""
    from django_q.models import Schedule

    from kirana.core import clock
    from kirana.ops.runs import CheckRun

    Schedule.objects.update(next_run=clock.now().replace(second=0, microsecond=0))
    last = CheckRun.objects.order_by("-pk").first()
    return last.pk if last else 0


def move(*, ahead: int) -> None:
    """Follow the clock; what is asked of the database's own is moved as far."""
    from kirana.ops.health import host
    from tests.drills.moved import clock

    clock.follow()
    for vendor, question in _CLOCKS.items() or host.CLOCKS.items():
        _CLOCKS.setdefault(vendor, question)
        host.CLOCKS[vendor] = f"SELECT ({_CLOCKS[vendor]}) + {ahead}"


_CLOCKS: dict[str, str] = {}


def live(*, hour: int) -> list[str]:
    """What people do at this hour."""
    return people.live(hour=hour)


def work() -> int:
    """Do what is due, and wait for what is done in processes of their own; how many jobs.

    The checks of the minutes that were jumped over are not due: a worker that never slept has asked them.
    """
    from django_q.models import Schedule

    from kirana.core import clock

    this_minute = clock.now().replace(second=ASKS_AT, microsecond=0)
    Schedule.objects.filter(func__endswith=".ask_checks", next_run__lt=this_minute).update(next_run=this_minute)
    done = jobs.work()
    _wait_for_children()
    return done


def _wait_for_children() -> None:
    import psutil

    until = time.monotonic() + 120
    while any(child.status() != psutil.STATUS_ZOMBIE for child in psutil.Process(os.getpid()).children()):
        assert time.monotonic() < until, "a process of the shop's did not end"
        time.sleep(0.05)


def said(*, after: int) -> dict[str, Any]:
    """The runs since then: how many, which were to act on or to watch, and how the shop stands now."""
    from kirana.core import clock
    from kirana.ops import standing
    from kirana.ops.runs import CheckRun

    runs = list(CheckRun.objects.filter(pk__gt=after).order_by("pk"))
    found = standing.look(at=clock.now())
    bad = [_line(run) for run in runs if run.verdict in BAD]
    late = [f"{key} {one.verdict}: {one.message}" for key, one in found.checks.items() if one.is_late]
    asks = sorted({run.key for run in runs if run.verdict == "ask"})
    return {"runs": len(runs), "last": runs[-1].pk if runs else after, "bad": bad, "late": late, "asks": asks}


def _line(run: Any) -> list[str]:
    return [run.key, f"{run.at:%Y-%m-%d %H:%M} {run.key} {run.verdict}: {run.message} {run.rows[:2]}"]


def told() -> dict[str, int]:
    """What the month left behind: alerts, incidents, digests, backups, trials, closed days, orders, rupees."""
    from django.db.models import Sum
    from django_q.models import Failure

    from kirana.core.outbox import OutboxMessage
    from kirana.ops import books
    from kirana.ops.backups.models import Backup, Drill
    from kirana.ops.incidents.models import Incident
    from kirana.orders.models import Order
    from kirana.orders.states import OrderState
    from kirana.payments.ledgers.models import ClosedDay, SettlementLine

    mails = OutboxMessage.objects.filter(template__startswith="maintainers/")
    done = Order.objects.filter(state=OrderState.DELIVERED)
    return {
        "alerts": mails.filter(template="maintainers/checks_changed").count(),
        "incidents": Incident.objects.count(),
        "failed jobs": Failure.objects.count(),
        "books not right": len(list(books.audit_all())),
        "orders delivered": done.count(),
        "orders on their way": Order.objects.count() - done.count(),
        "rupees": (done.aggregate(sum=Sum("total_paise"))["sum"] or 0) // 100,
        "closed days": ClosedDay.objects.count(),
        "settled lines": SettlementLine.objects.filter(is_counted=True).count(),
        "backups": Backup.objects.filter(state="kept").count(),
        "trials": Drill.objects.count(),
        "digests": mails.filter(template="maintainers/digest").count(),
        "messages": OutboxMessage.objects.filter(state="sent").count(),
    }
