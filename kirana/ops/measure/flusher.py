"""The thread of each process that writes down, once a minute, what the process has counted.

It has a database connection of its own and closes it each time, so a request neither waits for it nor shares a
transaction with it. While the database is away the counts of up to an hour wait in memory. The last ones are written
when the process ends in peace; a process that is killed loses the minute it was in.
"""

import atexit
import logging
import os
import secrets
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import DatabaseError, connection

from kirana.core import clock
from kirana.ops.database import statements
from kirana.ops.database.sampling import sampler
from kirana.ops.measure import samples, store
from kirana.ops.measure.figures import Figures
from kirana.ops.measure.recorder import recorder

log = logging.getLogger(__name__)

MOST_MINUTES = 60
_joined: list[Callable[..., None]] = []
PATIENCE = 10  # seconds that an end waits for a write that is under way


def join(write_down: Callable[..., None]) -> None:
    """Have something else that a process collects written down by this thread too; it is called with `at`."""
    if write_down not in _joined:
        _joined.append(write_down)


class Flusher:
    """Writes for one process, whose `kind` (`web`, `worker`) begins the name of the source."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.source = f"{kind}-{os.getpid()}-{secrets.token_hex(2)}"
        self._unwritten: deque[tuple[datetime, Figures]] = deque(maxlen=MOST_MINUTES)
        self._one_at_a_time = threading.Lock()
        self._ended = threading.Event()

    def start(self) -> None:
        """Write from now on, until the process ends."""
        self._thread = threading.Thread(target=self._run, name="measurements", daemon=True)
        self._thread.start()
        atexit.register(self.end)
        Finalize(None, self.end, exitpriority=10)  # children of multiprocessing run these instead

    def turn(self, *, at: datetime) -> None:
        """Take what was counted and write it, with what could not be written before."""
        with self._one_at_a_time:
            figures = recorder.take()
            figures.note_levels(samples.of_this_process(self.kind))
            self._unwritten.append((at, figures))
            try:
                store.keep_minutes(source=self.source, minutes=self._unwritten)
            except DatabaseError as error:
                log.warning("measurements wait for the database: %s", error)
            else:
                self._unwritten.clear()
                statements.write_down(sampler.take(on=clock.shop_date(at)), at=at)
                for write_down in _joined:
                    write_down(at=at)

    def end(self) -> None:
        """Write the last counts; to be called any number of times."""
        if not self._ended.is_set():
            self._ended.set()
            self._thread.join(PATIENCE)
            self._alone(clock.now())

    def _run(self) -> None:
        while not self._ended.wait(60 - clock.now().second):
            self._alone(clock.now())

    def _alone(self, at: datetime) -> None:
        try:
            self.turn(at=store.just_before(at))
        finally:
            connection.close()


def start(kind: str) -> None:
    """Have this process write its measurements, if any are to be made."""
    if settings.MEASURE:
        Flusher(kind).start()
