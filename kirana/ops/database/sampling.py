"""What this process asks the database: every kind of statement once, and each one that was slow.

The sampler is an execute wrapper on the connection; it looks at the clock twice and into a set once for a statement.
Values are kept for at most a minute, in memory, to ask for the plan; they are never written down.
"""

import re
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from django.conf import settings
from django.db import connection

MOST_KINDS = 3000  # statements that are known by their text
MOST_SAMPLES = 100  # that wait to be written down
MOST_TEXT = 4000
ROOT = str(Path(__file__).resolve().parents[3]) + "/"
PASSED_BY = ("kirana/ops/database/", "kirana/ops/measure/", "kirana/core/prepared.py")
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
LISTS = re.compile(r"\((?:%s(?:, ?)?)+\)")
ROWS = re.compile(r"\(…\)(?:, ?\(…\))+")
NUMBERS = re.compile(r"(?<![\w\"$.])\d+(?![\w\"])")
TEXTS = re.compile(r"'(?:[^']|'')*'")


@dataclass(slots=True)
class Sample:
    """A kind of statement, as it was sent once, and how often and how badly it was slow."""

    sql: str
    values: Sequence[Any] | None
    caller: str
    slow: int = 0
    worst_ms: int = 0
    total_ms: int = 0

    @property
    def kind(self) -> str:
        """Its text without what differs from time to time: values, and how many of them."""
        return normal(self.sql)

    def note(self, took_ms: int) -> None:
        """Count a slow one."""
        self.slow += 1
        self.total_ms += took_ms
        self.worst_ms = max(self.worst_ms, took_ms)


class Sampler:
    """Looks at every statement of the connections that it watches; `take` hands over what it found."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._samples: dict[tuple[str, str], Sample] = {}
        self._day: date | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        """Run a statement."""
        began = perf_counter_ns()
        try:
            return execute(sql, values, many, context)
        finally:
            took_ms = (perf_counter_ns() - began) // 1_000_000
            if took_ms >= settings.SLOW_STATEMENT_MS or sql not in self._known:
                self._note(sql, None if many else values, took_ms)

    def take(self, *, on: date) -> list[Sample]:
        """What was found since the last time. Each day every kind of statement is new again."""
        with self._lock:
            if on != self._day:
                self._known, self._day = set(), on
            taken, self._samples = list(self._samples.values()), {}
        return taken

    def _note(self, sql: str, values: Any, took_ms: int) -> None:
        caller = caller_of(sys._getframe(2))
        with self._lock:
            if len(self._known) < MOST_KINDS:
                self._known.add(sql)
            if not sql.lstrip()[:6].upper().startswith(PLANNED):
                return
            most = MOST_SAMPLES * (2 if took_ms >= settings.SLOW_STATEMENT_MS else 1)  # room is kept for slow ones
            if (sql, caller) not in self._samples and len(self._samples) >= most:
                return
            sample = self._samples.setdefault((sql, caller), Sample(sql, values, caller))
            if took_ms >= settings.SLOW_STATEMENT_MS:
                sample.note(took_ms)
                sample.values = values


sampler = Sampler()


def watch() -> None:
    """Have the sampler look at the connection of this thread from now on."""
    if sampler not in connection.execute_wrappers:
        connection.execute_wrappers.append(sampler)


def caller_of(frame: Any) -> str:
    """The innermost function of ours that asked: `kirana/orders/selectors.py:board`."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(ROOT + "kirana/") and not file.removeprefix(ROOT).startswith(PASSED_BY):
            return f"{file.removeprefix(ROOT)}:{frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def normal(sql: str) -> str:
    """A statement without its values, however many they are."""
    text = TEXTS.sub("'…'", " ".join(sql.split()))
    return ROWS.sub("(…), …", LISTS.sub("(…)", NUMBERS.sub("…", text)))[:MOST_TEXT]
