"""Charts drawn on the server: whole coordinates in a box, to be put into an SVG by a template. No script, no style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from kirana.ui.words import short_date

WIDTH, HEIGHT = 600, 140
FLOOR = HEIGHT - 4  # the line of zero, with room for its stroke
CEILING = 12
MARKS = 4  # moments under the chart
NICE = (2, 4, 6, 10)

Series = Sequence[tuple[datetime, int | None]]
Words = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Run:
    """Points without a gap: of the line, and of the area under it."""

    line: str
    area: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time. `now` and `most` are what a person reads first; `limit_y` is where it becomes too much."""

    kind: str
    title: str | Promise
    now: str
    most: str
    top: str
    middle: str
    runs: tuple[Run, ...]
    marks: tuple[str, ...]
    limit_y: int | None = None
    is_over: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured in this time."""
        return not self.runs


def draw(kind: str, title: str | Promise, series: Series, *, say: Words, limit: int | None = None) -> Chart:
    """The chart of a series; a value of None is a gap."""
    known = [value for _at, value in series if value is not None]
    most = max(known, default=0)
    top = round_up(max(most, 1) if limit is None or most * 2 < limit else max(most, limit))
    return Chart(
        kind=kind,
        title=title,
        now=say(known[-1]) if known else "–",
        most=say(most) if known else "–",
        top=say(top),
        middle=say(top // 2),
        runs=tuple(_runs(series, top)),
        marks=_marks(series),
        limit_y=_y(limit, top) if limit is not None and limit <= top else None,
        is_over=bool(known) and limit is not None and known[-1] > limit,
    )


def round_up(value: int) -> int:
    """The next 2, 4, 6 or 10 with zeros: an axis that people can read, and half of it too."""
    size = 1
    while True:
        for step in NICE:
            if step * size >= value:
                return step * size
        size *= 10


def _runs(series: Series, top: int) -> list[Run]:
    found: list[list[tuple[int, int]]] = [[]]
    last = max(1, len(series) - 1)
    for place, (_at, value) in enumerate(series):
        if value is None:
            found.append([])
        else:
            found[-1].append((place * WIDTH // last, _y(value, top)))
    return [_run(points) for points in found if points]


def _run(points: list[tuple[int, int]]) -> Run:
    """One look alone is drawn as a short stroke, or nobody would see it."""
    if len(points) == 1:
        x, y = points[0]
        points = [(max(0, x - 3), y), (min(WIDTH, x + 3), y)]
    line = " ".join(f"{x},{y}" for x, y in points)
    return Run(line, f"{points[0][0]},{FLOOR} {line} {points[-1][0]},{FLOOR}")


def _y(value: int, top: int) -> int:
    return FLOOR - value * (FLOOR - CEILING) // top


def _marks(series: Series) -> tuple[str, ...]:
    """The moments of the first point, the last, and some between."""
    if len(series) < 2:
        return ()
    moments = [timezone.localtime(at) for at, _value in series]
    by_day = (moments[-1] - moments[0]).days >= 2
    places = [place * (len(moments) - 1) // (MARKS - 1) for place in range(MARKS)]
    return tuple(short_date(moments[place]) if by_day else f"{moments[place]:%H:%M}" for place in places)
