"""What every page asks and seldom changes, kept in memory for a second.

A process that changed it forgets at once; the others know it a second later.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

KEPT_FOR = 1  # seconds

Fact = TypeVar("Fact")


class Briefly(Generic[Fact]):
    """A reading that is taken again when it is older than a second."""

    def __init__(self, read: Callable[[], Fact]) -> None:
        self._read = read
        self._kept: tuple[int, Fact] | None = None

    def value(self) -> Fact:
        """The reading, at most a second old."""
        kept, now = self._kept, time.monotonic_ns()
        if kept is None or kept[0] <= now:
            kept = self._kept = (now + KEPT_FOR * 1_000_000_000, self._read())
        return kept[1]

    def forget(self) -> None:
        """Read again when next asked."""
        self._kept = None

    def presume(self, fact: Fact, *, seconds: int) -> None:
        """Take this for the reading for so long: for tests, whose pages are counted by the statement."""
        self._kept = (time.monotonic_ns() + seconds * 1_000_000_000, fact)
