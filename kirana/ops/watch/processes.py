"""What the machine and the processes have to do, and whether the shop needs a larger one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops import alerts
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.measure import history
from kirana.ops.measure.figures import Gauge
from kirana.ops.watch.pages import measured

MINUTE = timedelta(minutes=1)
PARTS = 6  # of the time that a leak is looked for in
ENOUGH_LOOKS = 180  # minutes of a process
GROWN_PERMILLE, GROWN_KIB = 200, 50 * 1024
KIB_IN_MIB = 1024
ENOUGH_OF_A_DAY = 200  # requests, to say of a day how long 95 of 100 take
ENOUGH_MINUTES = 60  # looks at the machine, to say what a day was like: less is a bad minute


def cpu(at: datetime) -> Answer:
    """Whether the processor has anything left."""
    if (silent := measured(at)) is not None:
        return silent
    points = history.steps(at=at, back=history.HOUR, step=MINUTE)
    series = [point.gauge("host.cpu_permille") for point in points]
    figures = [
        Figure(_("In the last hour"), _percent(_middle(series))),
        Figure(_("Load of a core"), _percent(_middle([point.gauge("host.load_permille") for point in points]))),
        Figure(_("The limit"), f"{settings.ALERT_CPU_PERCENT} %"),
    ]
    if alerts.cpu_permille().is_raised(series):
        facts = {"limit": settings.ALERT_CPU_PERCENT}
        return Answer(Verdict.ACT, _("The processor has been above %(limit)s %% for minutes."), facts, figures)
    return Answer(Verdict.GOOD, _("The processor has room."), {}, figures)


def memory(at: datetime) -> Answer:
    """Whether there is memory left, and whether a process takes more and more."""
    if (silent := measured(at)) is not None:
        return silent
    points = history.steps(at=at, back=history.HOUR, step=MINUTE)
    series = [point.gauge("host.memory_permille") for point in points]
    taken = history.memory_by_process(at=at)
    figures = [
        Figure(_("Of the machine, in the last hour"), _percent(_middle(series))),
        Figure(_("The limit"), f"{settings.ALERT_MEMORY_PERCENT} %"),
        Figure(_("Processes that were looked at"), str(len(taken))),
    ]
    rows = [(name, f"{kib[0] // KIB_IN_MIB} MB", f"{kib[-1] // KIB_IN_MIB} MB") for name, kib in sorted(taken.items())]
    growing = [name for name, kib in sorted(taken.items()) if is_growing(kib)]
    if growing:
        sentence = _("A process takes more and more memory: %(process)s.")
        return Answer(Verdict.ACT, sentence, {"process": ", ".join(growing)}, figures, rows)
    if alerts.memory_permille().is_raised(series):
        facts = {"limit": settings.ALERT_MEMORY_PERCENT}
        return Answer(Verdict.ACT, _("More than %(limit)s %% of the memory is taken."), facts, figures, rows)
    return Answer(Verdict.GOOD, _("There is memory left, and no process takes more and more."), {}, figures, rows)


def is_growing(kib: list[int]) -> bool:
    """Whether a process has taken more in each part of the time than in the part before, and much more in all."""
    if len(kib) < ENOUGH_LOOKS:
        return False
    length = len(kib) // PARTS
    middles = [sorted(kib[part * length : (part + 1) * length])[length // 2] for part in range(PARTS)]
    is_steady = all(later > earlier for earlier, later in pairwise(middles))
    grown = middles[-1] - middles[0]
    return is_steady and grown >= GROWN_KIB and grown * 1000 >= middles[0] * GROWN_PERMILLE


def scaling(at: datetime) -> Answer:
    """Whether the shop needs a larger machine: what was too much in a whole day, not in a bad minute."""
    if (silent := measured(at)) is not None:
        return silent
    points = history.hours(at=at, back=history.DAY)
    day = history.whole(points)
    every = day.all_requests()
    figures = [
        Figure(_("Processor, a day's middle"), _percent(_level(day.gauges.get("host.cpu_permille")))),
        Figure(_("Memory, a day's middle"), _percent(_level(day.gauges.get("host.memory_permille")))),
        Figure(_("95 of 100 answers of the day took at most"), f"{every.percentile_ms(95)} ms"),
        Figure(_("Hours that were measured"), str(len(points))),
    ]
    p95_ms = every.percentile_ms(95) if every.count >= ENOUGH_OF_A_DAY else 0
    advice = [(str(what),) for is_needed, what in _advice(day.gauges, p95_ms) if is_needed]
    if advice:
        return Answer(Verdict.WATCH, _("The shop outgrows its machine."), {}, figures, advice)
    return Answer(Verdict.GOOD, _("The machine is large enough."), {}, figures)


def _advice(gauges: dict[str, Gauge], p95_ms: int) -> Iterator[tuple[bool, str | Promise]]:
    levels = (gauges.get(f"host.{name}_permille") for name in ("cpu", "memory"))
    cpu_permille, memory_permille = (_level(one) if one and one.count >= ENOUGH_MINUTES else 0 for one in levels)
    yield (
        cpu_permille > settings.ALERT_CPU_PERCENT * 10,
        _("The processor is busy all day: take a machine with more cores, and set WEB_WORKERS to their number."),
    )
    yield (
        memory_permille > settings.ALERT_MEMORY_PERCENT * 10,
        _("The memory is full all day: take a machine with more, or fewer WEB_WORKERS."),
    )
    yield (
        p95_ms > settings.ALERT_LATENCY_MS and cpu_permille <= settings.ALERT_CPU_PERCENT * 10,
        _("Answers are slow and the processor is not: look at the slow statements before you pay for a machine."),
    )


def _level(gauge: Gauge | None) -> int:
    return gauge.mean if gauge else 0


def _middle(series: list[int | None]) -> int:
    known = [value for value in series if value is not None]
    return sum(known) // len(known) if known else 0


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10} %"


# What is wrong now is mended before anyone pays for a larger machine.
MEND_FIRST = ("latency.endpoints", "database.slow_statements", "process.cpu", "process.memory")
CHECKS = (
    Check("process.cpu", _("The processor"), 5, "machine-busy", cpu),
    Check("process.memory", _("The memory"), 5, "machine-busy", memory),
    Check("scaling.advice", _("Room to grow"), 60, "machine-busy", scaling, because=MEND_FIRST),
)
