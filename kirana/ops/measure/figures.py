"""What is known of a stretch of time: a tally for each page, a gauge for each thing that has a level."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kirana.core.money import divide_half_up
from kirana.ops.measure import sketch
from kirana.ops.measure.sketch import Sketch


@dataclass(slots=True)
class Tally:
    """The requests of one page: how many, how many broke or were refused, and a sketch of how long they took."""

    count: int = 0
    errors: int = 0  # answered with 500 or above
    refused: int = 0  # answered with 400 to 499
    total_us: int = 0
    worst_us: int = 0
    times_us: Sketch = field(default_factory=dict)

    def note(self, microseconds: int, status: int) -> None:
        """Count one request."""
        self.count += 1
        self.total_us += microseconds
        if status >= 400:
            self._note_failed(status)
        if microseconds > self.worst_us:
            self.worst_us = microseconds
        bucket = sketch.bucket_of(microseconds)
        self.times_us[bucket] = self.times_us.get(bucket, 0) + 1

    def _note_failed(self, status: int) -> None:
        if status >= 500:
            self.errors += 1
        else:
            self.refused += 1

    def add(self, other: "Tally") -> None:
        """Count the requests of `other` too."""
        self.count += other.count
        self.errors += other.errors
        self.refused += other.refused
        self.total_us += other.total_us
        self.worst_us = max(self.worst_us, other.worst_us)
        sketch.add(self.times_us, other.times_us)

    def percentile_ms(self, percent: int) -> int:
        """The time that this many percent of the requests did not exceed, in whole milliseconds; 0 of none."""
        found = sketch.quantile(self.times_us, percent) or 0
        return divide_half_up(min(found, self.worst_us), 1000)  # the middle of the last bucket may be above the worst

    @property
    def errors_permille(self) -> int:
        """How many of a thousand requests broke."""
        return self.errors * 1000 // self.count if self.count else 0


@dataclass(slots=True)
class Gauge:
    """A level that was looked at now and then: a memory, a queue. Whole numbers of the unit that its name says."""

    count: int = 0
    total: int = 0
    low: int = 0
    high: int = 0
    last: int = 0

    def note(self, value: int) -> None:
        """Count one look."""
        self.add(Gauge(1, value, value, value, value))

    def add(self, other: "Gauge") -> None:
        """Count the looks of `other` too; its last one is the last."""
        self.low = min(self.low, other.low) if self.count else other.low
        self.high = max(self.high, other.high) if self.count else other.high
        self.count += other.count
        self.total += other.total
        self.last = other.last

    @property
    def mean(self) -> int:
        """The middle of what was seen, weighed by looks."""
        return self.total // self.count if self.count else 0


@dataclass(slots=True)
class Figures:
    """Tallies by page and gauges by name."""

    requests: dict[str, Tally] = field(default_factory=dict)
    gauges: dict[str, Gauge] = field(default_factory=dict)

    def add(self, other: "Figures") -> None:
        """Take the figures of `other`, which came later, in."""
        for name, tally in other.requests.items():
            self.requests.setdefault(name, Tally()).add(tally)
        for name, gauge in other.gauges.items():
            self.gauges.setdefault(name, Gauge()).add(gauge)

    def note_levels(self, levels: dict[str, int]) -> None:
        """Count one look at each of these."""
        for name, value in levels.items():
            self.gauges.setdefault(name, Gauge()).note(value)

    def all_requests(self) -> Tally:
        """One tally of every page together."""
        every = Tally()
        for tally in self.requests.values():
            every.add(tally)
        return every

    def pack(self) -> bytes:
        """The bytes that `unpack` reads."""
        lists = {
            "r": {
                name: [one.count, one.errors, one.refused, one.total_us, one.worst_us, one.times_us]
                for name, one in self.requests.items()
            },
            "g": {name: [one.count, one.total, one.low, one.high, one.last] for name, one in self.gauges.items()},
        }
        return zlib.compress(json.dumps(lists, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Figures:
    """The figures that were packed."""
    lists = json.loads(zlib.decompress(packed))
    requests = {
        name: Tally(*row[:5], times_us={int(bucket): count for bucket, count in row[5].items()})  # type: ignore[misc]
        for name, row in lists["r"].items()
    }
    return Figures(requests, {name: Gauge(*numbers) for name, numbers in lists["g"].items()})


def together(several: Iterable[Figures]) -> Figures:
    """All of them as one, in the order they are given."""
    whole = Figures()
    for one in several:
        whole.add(one)
    return whole
