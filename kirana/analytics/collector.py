"""What happened in this process since it was last written down. A request only adds to it; nothing of it waits.

It is bounded: beyond `MOST_KEPT` different things between two writings, further ones are not counted.
"""

import threading
from collections import Counter
from datetime import date

MOST_KEPT = 5000


class Collector:
    """Visitors by stage, and counts by what was counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._traces: set[tuple[date, str, str]] = set()
        self._counts: Counter[tuple[date, str, str]] = Counter()

    def came(self, *, on: date, who: str, stage: str) -> None:
        """A visitor reached a stage. `who` is their address and browser, which is hashed before it is written."""
        with self._lock:
            if len(self._traces) < MOST_KEPT:
                self._traces.add((on, who, stage))

    def count(self, *, on: date, kind: str, subject: str) -> None:
        """Something happened once more."""
        key = (on, kind, subject)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_KEPT:
                self._counts[key] += 1

    def take(self) -> tuple[set[tuple[date, str, str]], Counter[tuple[date, str, str]]]:
        """Everything since the last time; it is empty then."""
        with self._lock:
            taken = (self._traces, self._counts)
            self._traces, self._counts = set(), Counter()
        return taken


collector = Collector()
