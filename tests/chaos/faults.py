"""What goes wrong: on the way to a gateway and back, and with the machine the shop runs on."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import connection

injected: Counter[str] = Counter()  # how often each fault was really met, over all histories


class Fault(StrEnum):
    """What becomes of one call to a gateway."""

    CALM = "answers"
    LOST = "never hears us"
    UNHEARD = "does it, and we do not hear so"
    LATE = "does it minutes after our time-out"
    TWICE = "is asked twice by the network"
    BROKEN = "answers 500"
    BROKEN_AFTER = "does it and answers 500"
    REFUSED = "refuses the request for good"
    DECLINE = "declines"
    STEP = "asks the shopper for a step"
    SLOW = "gives back in its own time"
    CUT_BEFORE = "our process dies before it asks"
    CUT_AFTER = "our process dies before it hears"


# What a verb of a gateway can be answered with besides the faults of the line.
OF_THE_LINE = (
    Fault.LOST,
    Fault.UNHEARD,
    Fault.LATE,
    Fault.TWICE,
    Fault.BROKEN,
    Fault.BROKEN_AFTER,
    Fault.REFUSED,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
)


class PowerCut(BaseException):
    """The process is gone: nothing that would catch an error may catch this."""


@contextmanager
def power(statement: int | None) -> Iterator[None]:
    """Let the process die before its so-manyeth statement; None: it lives."""
    if statement is None:
        yield
        return
    with connection.execute_wrapper(_Fuse(statement)):
        yield


class _Fuse:
    """Counts statements, and burns through once. A transaction's own borders are not statements."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.left -= 1
            if self.left == 0:
                injected["process killed between two statements"] += 1
                raise PowerCut
        return execute(sql, *rest)
