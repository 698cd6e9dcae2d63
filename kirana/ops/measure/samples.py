"""What the machine and this process have to do, in whole numbers of the unit that the name ends in."""

import os
import time
from datetime import datetime

import psutil
from django.conf import settings

from kirana.core import jobs
from kirana.ops import database

KIB = 1024


class _Spent:
    """How much processor time this process had taken when it was last asked."""

    def __init__(self) -> None:
        self.at_ns, self.spent_ns = time.monotonic_ns(), time.process_time_ns()

    def permille(self) -> int:
        """The share of one core since then."""
        before = (self.at_ns, self.spent_ns)
        self.__init__()  # type: ignore[misc]
        return (self.spent_ns - before[1]) * 1000 // max(1, self.at_ns - before[0])


_spent = _Spent()


def of_this_process(kind: str) -> dict[str, int]:
    """Memory and processor time of this process, one of its kind."""
    return {
        f"process.{kind}.memory_kib": psutil.Process().memory_info().rss // KIB,
        f"process.{kind}.cpu_permille": _spent.permille(),
    }


def of_the_host(*, at: datetime) -> dict[str, int]:
    """The machine, the disk that the shop's data is on, the database and the queue."""
    memory, disk = psutil.virtual_memory(), psutil.disk_usage(str(settings.DATA))
    return {
        "host.cpu_permille": int(psutil.cpu_percent(None) * 10),
        "host.load_permille": int(os.getloadavg()[0] * 1000) // (os.cpu_count() or 1),
        "host.memory_permille": (memory.total - memory.available) * 1000 // memory.total,
        "host.disk_permille": disk.used * 1000 // max(1, disk.used + disk.free),
        "host.disk_free_kib": disk.free // KIB,
        "database.size_kib": database.size_bytes() // KIB,
        "database.connections": database.connections().open,
        "queue.jobs": jobs.waiting(),
        "queue.oldest_seconds": int(jobs.oldest_wait(at=at).total_seconds()),
    }
