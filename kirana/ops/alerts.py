"""Alerts that neither flicker nor forget: raised above one mark for a while, cleared only below a lower one.

A rule is asked of a series of points, the oldest first; a point of which nothing is known (too few requests to say)
moves nothing. No state is kept: the series is the memory, and whoever asks later finds the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Rule:
    """`points` points in a row above `raise_above` raise it, as many below `clear_below` clear it."""

    raise_above: int
    clear_below: int
    points: int = 1

    def is_raised(self, series: Iterable[int | None]) -> bool:
        """Whether it is raised at the end of the series."""
        raised, over, under = False, 0, 0
        for value in series:
            if value is None:
                continue
            over = over + 1 if value > self.raise_above else 0
            under = under + 1 if value < self.clear_below else 0
            raised = under < self.points if raised else over >= self.points
        return raised


def latency_ms() -> Rule:
    """The time that 95 of 100 answers of a page stay below: two stretches of five minutes in a row."""
    return _rule(settings.ALERT_LATENCY_MS, points=2)


def errors_permille() -> Rule:
    """Of a thousand answers, how many broke: one stretch is enough."""
    return Rule(settings.ALERT_ERRORS_PERMILLE, settings.ALERT_ERRORS_PERMILLE // 2)


def cpu_permille() -> Rule:
    """The processor: ten minutes in a row."""
    return _rule(settings.ALERT_CPU_PERCENT * 10, points=10)


def memory_permille() -> Rule:
    """The memory: five minutes in a row."""
    return _rule(settings.ALERT_MEMORY_PERCENT * 10, points=5)


def database_permille() -> Rule:
    """The size of the database, of what it may have."""
    return _rule(settings.ALERT_DATABASE_PERCENT * 10, points=1)


def connections_permille() -> Rule:
    """The connections, of what the database allows."""
    return _rule(settings.ALERT_CONNECTIONS_PERCENT * 10, points=1)


def _rule(raise_above: int, *, points: int) -> Rule:
    """A rule that is cleared a tenth below where it is raised."""
    return Rule(raise_above, raise_above * 9 // 10, points)
