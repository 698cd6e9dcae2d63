"""The work of operations in the background."""

import logging

from kirana.core import clock
from kirana.ops import running, runs, switches

log = logging.getLogger(__name__)


def release_switches() -> None:
    """Turn off the switches whose time is over."""
    released = switches.release(at=clock.now())
    if released:
        log.info("%s switches were turned off: their time is over", released)


def ask_checks() -> None:
    """Ask every check that is due; one that hung in an earlier run is given up and holds up no other."""
    running.beat(name=running.WORKER, at=clock.now())
    running.give_up_on_hung(at=clock.now())
    for check in running.due(at=clock.now()):
        running.run(check=check, at=clock.now())
    running.beat(name=running.WORKER, at=clock.now())


def thin_runs() -> None:
    """Let go of runs that have been kept long enough."""
    runs.thin(at=clock.now())
