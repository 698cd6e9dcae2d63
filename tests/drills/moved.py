"""The shop's settings under a clock that is moved: for the month that drills live through.

The file that `DRILL_CLOCK` names holds the seconds by which the shop is ahead of the real time. Every Python process of
the shop loads these settings and so lives in that time: the web server, the worker, the processes that make backups and
restore them on trial. What is not Python has its own clock: the database's is asked as far ahead (`living.move`).
"""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import time_machine
from django.http import HttpRequest, HttpResponse

from kirana.config.settings.base import *  # noqa: F403
from kirana.config.settings.base import MIDDLEWARE, Q_CLUSTER

MIDDLEWARE.insert(0, "tests.drills.moved.follow_the_clock")
Q_CLUSTER["save_limit"] = 50  # of the jobs that went well; the queue reads all of them anew after each job


class _Clock:
    """The time of this process."""

    def __init__(self, file: Path) -> None:
        self._file, self._ahead, self._alone = file, 0, threading.Lock()
        self._traveller = time_machine.travel(timedelta(0)).start()
        self.follow()

    def follow(self, *, before: Callable[[], None] | None = None) -> None:
        """Go as far ahead as the file says; `before` is done at the old time when that is further."""
        with self._alone:
            ahead = int(self._file.read_text())
            if ahead != self._ahead:
                if before is not None:
                    before()
                self._traveller.shift(ahead - self._ahead)
                self._ahead = ahead


clock = _Clock(Path(os.environ["DRILL_CLOCK"]))


def follow_the_clock(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Have the web server follow, request by request. What it has counted it writes down before, as it does once a
    minute."""
    from kirana.core.clock import now
    from kirana.ops.measure.flusher import Flusher

    flusher = Flusher("web")

    def write_down() -> None:
        flusher.turn(at=now())

    def follow(request: HttpRequest) -> HttpResponse:
        clock.follow(before=write_down)
        return answer(request)

    return follow
