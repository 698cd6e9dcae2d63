"""How much of the machine other programs take: a run on a busy machine says less, and the table says so."""

import time
from pathlib import Path

PAUSE = 0.4


def busy_share() -> float:
    """The share of all cores that was in use during a short pause in which nothing is asked of the shop."""
    before_idle, before_all = _ticks()
    time.sleep(PAUSE)
    idle, every = _ticks()
    return 1 - (idle - before_idle) / max(1, every - before_all)


def _ticks() -> tuple[int, int]:
    """Idle and all ticks since the machine started."""
    columns = list(map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]))
    return columns[3] + columns[4], sum(columns)
