"""What this process has counted since it last wrote it down."""

import threading

from kirana.ops.measure.figures import Figures, Tally


class Recorder:
    """Counts requests, from any number of threads; `take` hands the counts over and begins anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[str, Tally] = {}

    def note(self, page: str, microseconds: int, status: int) -> None:
        """Count one request of a page."""
        with self._lock:
            tally = self._requests.get(page)
            if tally is None:
                tally = self._requests[page] = Tally()
            tally.note(microseconds, status)

    def take(self) -> Figures:
        """What was counted; nobody else gets it."""
        with self._lock:
            taken, self._requests = self._requests, {}
        return Figures(taken)


recorder = Recorder()
