"""Questions to what was measured: how it went in the last hour, day, month; as figures, and as series of points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures, together
from kirana.ops.measure.store import Span

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
LEAK_OVER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured in a stretch of time that began at `at`."""

    at: datetime
    figures: Figures

    def gauge(self, name: str) -> int | None:
        """The middle of a level; None when nobody looked."""
        found = self.figures.gauges.get(name)
        return found.mean if found else None


def steps(*, at: datetime, back: timedelta, step: timedelta) -> list[Point]:
    """The minutes since `back` ago in steps of this length, the oldest first, gaps as empty points."""
    since = store.beginning_of(Span.MINUTE, at - back) + timedelta(minutes=1)
    points = [Point(since + step * number, Figures()) for number in range(-(-back // step))]
    for row in store.rows(span=Span.MINUTE, since=since, until=at + timedelta(minutes=1)):
        place = min((row.starts_at - since) // step, len(points) - 1)
        points[place].figures.add(row.opened)
    return points


def hours(*, at: datetime, back: timedelta) -> list[Point]:
    """The hours since `back` ago, the one that is not over included."""
    since = store.beginning_of(Span.HOUR, at - back)
    done = [Point(row.starts_at, row.opened) for row in store.rows(span=Span.HOUR, since=since, until=at)]
    return [*done, *_unfinished(done, Span.HOUR, at, HOUR)]


def days(*, at: datetime, back: timedelta) -> list[Point]:
    """The days since `back` ago, today included."""
    since = store.beginning_of(Span.DAY, at - back)
    done = [Point(row.starts_at, row.opened) for row in store.rows(span=Span.DAY, since=since, until=at)]
    today = store.beginning_of(Span.DAY, at)
    rest = together(point.figures for point in hours(at=at, back=at - today))
    return [*done, Point(today, rest)] if rest.requests or rest.gauges else done


def whole(points: Iterable[Point]) -> Figures:
    """All of them together."""
    return together(point.figures for point in points)


def last_look(*, at: datetime) -> datetime | None:
    """When anything was last written, within two days."""
    rows = store.rows(span=Span.MINUTE, since=at - timedelta(days=2), until=at + timedelta(minutes=1))
    return rows.values_list("starts_at", flat=True).last()


def memory_by_process(*, at: datetime) -> dict[str, list[int]]:
    """What each process that still runs took in the last hours, minute by minute, in KiB."""
    found: dict[str, list[int]] = {}
    alive = set()
    for row in store.rows(span=Span.MINUTE, since=at - LEAK_OVER, until=at + timedelta(minutes=1)):
        for name, gauge in row.opened.gauges.items():
            if name.endswith(".memory_kib"):
                found.setdefault(row.source, []).append(gauge.last)
                alive |= {row.source} if at - row.starts_at < timedelta(minutes=5) else set()
    return {source: taken for source, taken in found.items() if source in alive}


def days_until(*, limit: int, sizes: Sequence[tuple[datetime, int]]) -> int | None:
    """In how many days a size reaches the limit if it goes on as it did (least squares); None when it does not grow.

    Whole numbers throughout: hours since the first look, and the size in its own unit.
    """
    if len(sizes) < 2:
        return None
    first, last = sizes[0][0], sizes[-1]
    moments = [int((at - first).total_seconds()) // 3600 for at, _size in sizes]
    n, sum_x, sum_y = len(sizes), sum(moments), sum(size for _at, size in sizes)
    sum_xy = sum(moment * size for moment, (_at, size) in zip(moments, sizes, strict=True))
    run = n * sum(moment * moment for moment in moments) - sum_x * sum_x
    rise = n * sum_xy - sum_x * sum_y
    if rise <= 0 or run <= 0:
        return None
    return max(0, limit - last[1]) * run // (rise * 24)


def _unfinished(done: list[Point], span: Span, at: datetime, length: timedelta) -> list[Point]:
    """What is not put together yet: the minutes since the last row."""
    since = done[-1].at + length if done else at - timedelta(days=2)
    by_hour: dict[datetime, list[Figures]] = {}
    for row in store.rows(span=Span.MINUTE, since=since, until=at + timedelta(minutes=1)):
        by_hour.setdefault(store.beginning_of(span, row.starts_at), []).append(row.opened)
    return [Point(moment, together(figures)) for moment, figures in sorted(by_hour.items())]
