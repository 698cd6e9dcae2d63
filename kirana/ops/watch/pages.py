"""How quick the pages are and how often they break."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops import alerts
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.measure import history
from kirana.ops.measure.figures import Tally
from kirana.ops.measure.history import Point

STEP = timedelta(minutes=5)
WEEK = timedelta(days=7)
SILENT = timedelta(minutes=10)
ENOUGH_OF_A_PAGE = 10  # requests in a stretch, to say how long 95 of 100 take
ENOUGH_OF_ALL = 20
FEW_ERRORS = 3  # one that broke in a quiet hour is a case, not a rate
ENOUGH_OF_A_WEEK = 50
SLOWEST = 10
Facts = dict[str, str | int]
NOTHING_YET = _("Nothing has been measured yet: the figures come a minute after the shop is opened.")
IT_IS_SILENT = _("Nothing has been measured since %(at)s. The processes that count have ended, or cannot write.")


def measured(at: datetime) -> Answer | None:
    """The answer when there are no figures to answer with; None when there are."""
    last = history.last_look(at=at)
    if last is None:
        return Answer(Verdict.NOT_CONNECTED, NOTHING_YET)
    if at - last > SILENT:
        return Answer(Verdict.WATCH, IT_IS_SILENT, {"at": f"{last:%Y-%m-%d %H:%M} UTC"})
    return None


def endpoints(at: datetime) -> Answer:
    """Whether each page answers in time, now."""
    if (silent := measured(at)) is not None:
        return silent
    points = history.steps(at=at, back=history.HOUR, step=STEP)
    pages = history.whole(points).requests
    late = [name for name in sorted(pages) if alerts.latency_ms().is_raised(_p95s(points, name))]
    return _told(pages, late)


def _told(pages: dict[str, Tally], late: list[str]) -> Answer:
    every = Tally()
    for tally in pages.values():
        every.add(tally)
    figures = [
        Figure(_("Requests in the last hour"), str(every.count)),
        Figure(_("95 of 100 took at most"), f"{every.percentile_ms(95)} ms"),
        Figure(_("The limit"), f"{settings.ALERT_LATENCY_MS} ms"),
    ]
    if late:
        rows = [row_of(name, pages[name]) for name in late]
        facts: Facts = {"pages": ", ".join(late[:3]), "limit": settings.ALERT_LATENCY_MS}
        return Answer(Verdict.ACT, _("Slower than %(limit)s ms: %(pages)s."), facts, figures, rows)
    return Answer(Verdict.GOOD, _("Every page answers in time."), {}, figures)


def row_of(name: str, tally: Tally) -> tuple[str, ...]:
    """A page as a row: name, requests, p50, p95, p99, the worst, how many broke."""
    times = [f"{tally.percentile_ms(percent)} ms" for percent in (50, 95, 99)]
    return (name, str(tally.count), *times, f"{tally.worst_us // 1000} ms", str(tally.errors))


def _p95s(points: list[Point], page: str) -> list[int | None]:
    tallies = [point.figures.requests.get(page) for point in points]
    return [one.percentile_ms(95) if one and one.count >= ENOUGH_OF_A_PAGE else None for one in tallies]


def slowest(at: datetime) -> Answer:
    """The slowest pages of the week, so that someone looks at them before anyone complains."""
    if (silent := measured(at)) is not None:
        return silent
    pages = history.whole(history.hours(at=at, back=WEEK)).requests
    known = {name: tally for name, tally in pages.items() if tally.count >= ENOUGH_OF_A_WEEK}
    ranked = sorted(known, key=lambda name: (-known[name].percentile_ms(95), name))[:SLOWEST]
    slow = [name for name in ranked if known[name].percentile_ms(95) > settings.ALERT_LATENCY_MS]
    figures = [
        Figure(_("Pages with enough requests to say"), str(len(known))),
        Figure(_("Requests of the week"), str(sum(tally.count for tally in pages.values()))),
    ]
    rows = [row_of(name, known[name]) for name in ranked]
    if slow:
        facts: Facts = {"pages": ", ".join(slow[:3]), "limit": settings.ALERT_LATENCY_MS}
        return Answer(Verdict.WATCH, _("Slower than %(limit)s ms this week: %(pages)s."), facts, figures, rows)
    return Answer(Verdict.GOOD, _("No page was slow this week."), {}, figures, rows)


def errors(at: datetime) -> Answer:
    """Whether more answers break than may."""
    if (silent := measured(at)) is not None:
        return silent
    points = history.steps(at=at, back=history.HOUR, step=STEP)
    pages = history.whole(points).requests
    count, broke = sum(one.count for one in pages.values()), sum(one.errors for one in pages.values())
    figures = [
        Figure(_("Requests in the last hour"), str(count)),
        Figure(_("Broke"), str(broke)),
        Figure(_("The limit"), f"{settings.ALERT_ERRORS_PERMILLE} ‰"),
    ]
    rows = [row_of(name, tally) for name, tally in sorted(pages.items()) if tally.errors]
    if alerts.errors_permille().is_raised(_rates(points)):
        facts = {"broke": broke, "count": count}
        return Answer(Verdict.ACT, _("%(broke)s of %(count)s answers broke in the last hour."), facts, figures, rows)
    return Answer(Verdict.GOOD, _("Few or no answers break."), {}, figures, rows)


def _rates(points: list[Point]) -> list[int | None]:
    """Of a thousand, how many broke in each stretch."""
    tallies = [point.figures.all_requests() for point in points]
    return [
        None if one.count < ENOUGH_OF_ALL else one.errors_permille if one.errors >= FEW_ERRORS else 0 for one in tallies
    ]


CHECKS = (
    Check("latency.endpoints", _("Response times"), 5, "page-slow", endpoints),
    Check("latency.slowest", _("The slowest pages"), 60, "page-slow", slowest, because=("latency.endpoints",)),
    Check("errors.rate", _("Answers that break"), 1, "errors-many", errors, because=("logs.errors",)),
)
