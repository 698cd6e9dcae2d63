"""Work for later, enqueued in the caller's transaction.

    jobs.enqueue(tasks.send_messages)
    jobs.enqueue(tasks.make_thumbnails, image_id=image.pk)

A job that rolled back with its transaction is never run; one that was committed is run at least once, also after
`kill -9`, so tasks are safe to run twice. Tasks are module-level functions that take keyword arguments of JSON
types. Schedules are declared by `every` in an AppConfig and written to the queue by `manage.py write_schedules`.
A job carries the id of the request that enqueued it (`core.trace`), and one that breaks is logged with its error.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import Signer
from django_q import core_signing, worker
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.signals import post_execute_in_worker, pre_execute
from django_q.tasks import async_task

from kirana.core import trace

# A job that was enqueued before SECRET_KEY was rotated is still believed: the queue's own signer knows no fallbacks.
core_signing.Signer.unsign = Signer.unsign

log = logging.getLogger(__name__)

Task = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Repeating:
    """A task and the minutes between its runs."""

    task: str
    minutes: int


_schedule: dict[str, Repeating] = {}


def path_of(task: Task) -> str:
    """The dotted path a worker imports the task by."""
    return f"{task.__module__}.{task.__qualname__}"


def enqueue(task: Task, **arguments: Any) -> None:
    """Run the task soon, in a worker, if the current transaction commits."""
    carried = {"group": trace.current()} if trace.current() else {}
    async_task(path_of(task), **arguments, **carried)


def every(*, minutes: int, task: Task) -> None:
    """Declare that the task runs again and again."""
    _schedule[path_of(task)] = Repeating(path_of(task), minutes)


def write_schedules() -> None:
    """Make the queue's schedules equal to what has been declared."""
    Schedule.objects.exclude(name__in=_schedule).delete()
    for name, repeating in _schedule.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={
                "func": repeating.task,
                "schedule_type": Schedule.MINUTES,
                "minutes": repeating.minutes,
                "repeats": -1,
            },
        )


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that broke: which, when, and the last line of its error."""

    task: str
    at: datetime
    error: str


def waiting() -> int:
    """How many jobs wait for a worker or are being done."""
    return int(OrmQ.objects.count())


def oldest_wait(*, at: datetime) -> timedelta:
    """How long the job at the head of the queue has been ready for a worker; nothing when none waits.

    A job that a worker has taken is locked into the future until it is done or its `retry` is over.
    """
    ready = OrmQ.objects.filter(lock__lte=at).order_by("lock").values_list("lock", flat=True).first()
    return at - ready if ready else timedelta(0)


def failed(*, since: datetime, limit: int = 20) -> list[FailedJob]:
    """Jobs that broke since then, the newest first."""
    rows = Failure.objects.filter(stopped__gte=since).order_by("-stopped")[:limit]
    return [FailedJob(one.func, one.stopped, _last_line(one.result)) for one in rows]


def succeeded(*, since: datetime) -> int:
    """How many jobs were done since then; the queue remembers the last 2,000."""
    return int(Success.objects.filter(stopped__gte=since).count())


def _last_line(text: Any) -> str:
    lines = [line for line in str(text or "").splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""


def follow() -> None:
    """Have the worker say in the logs which request a job belongs to, and what broke in it."""
    pre_execute.connect(_begin, dispatch_uid="trace")
    post_execute_in_worker.connect(_end, dispatch_uid="trace")
    worker.error_reporter = _Reporter()  # the queue looks for one among installed packages, and the shop is none


def _begin(*, task: dict[str, Any], **_facts: Any) -> None:
    group = task.get("group")  # a schedule has its own name there
    trace.begin(str(group) if trace.is_one(group) else trace.fresh(), str(task["func"]))


def _end(**_facts: Any) -> None:
    trace.begin("")


class _Reporter:
    """Told by the worker while the error of a job is still at hand."""

    def report(self) -> None:
        """Log it with its traceback."""
        log.exception("the job %s broke", trace.job())
