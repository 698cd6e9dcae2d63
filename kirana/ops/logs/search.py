"""Looking things up in the logs: a time, a level, a request, words; both logs together, never more than a screenful."""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kirana.ops.logs import reading

LEVELS = ("debug", "info", "warning", "error", "critical")
LONGEST = timedelta(days=31)
MOST_READ = 300_000  # lines of each log that one look-up may read
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for; what is empty is not asked."""

    since: datetime
    until: datetime
    level: str = ""  # this one or worse; every line of the access log counts as `info`, a broken answer as `error`
    request: str = ""
    text: str = ""
    path: str = ""

    def fits(self, line: reading.Line) -> bool:
        """Whether the line is one of those."""
        if self.request and line.get("request") != self.request:
            return False
        if self.level and LEVELS.index(level_of(line)) < LEVELS.index(self.level):
            return False
        if self.path and self.path not in str(line.get("path", "")):
            return False
        return not self.text or self.text.lower() in " ".join(map(str, line.values())).lower()


@dataclass(frozen=True, slots=True)
class Found:
    """The last lines that fit, in order, and how many fitted in all."""

    lines: list[reading.Line]
    number: int
    is_whole: bool  # False: there was more to read than one look-up may


def search(wish: Wish) -> Found:
    """Read both logs and keep the last lines that fit."""
    kept: deque[reading.Line] = deque(maxlen=MOST_SHOWN)
    number, read = 0, 0
    for read, line in enumerate(_both(wish), 1):  # noqa: B007  (what is left in it is how many there were)
        if wish.fits(line):
            number += 1
            kept.append(line)
    return Found(list(kept), number, read < MOST_READ)


def level_of(line: reading.Line) -> str:
    """How bad a line is."""
    if "status" in line:
        return "error" if int(line["status"]) >= 500 else "info"
    level = str(line.get("level", "info"))
    return level if level in LEVELS else "info"


def _both(wish: Wish) -> Iterator[reading.Line]:
    since = max(wish.since, wish.until - LONGEST)
    logs = [
        reading.lines(kind, since=since, until=wish.until, most=MOST_READ) for kind in (reading.APP, reading.ACCESS)
    ]
    return heapq.merge(*logs, key=lambda line: str(line["at"]))
