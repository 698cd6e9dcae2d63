"""The work of operations in the background."""

import logging

from kirana.core import clock, jobs
from kirana.ops import running, runs, switches
from kirana.ops.checks import by_key

log = logging.getLogger(__name__)


def release_switches() -> None:
    """Turn off the switches whose time is over."""
    released = switches.release(at=clock.now())
    if released:
        log.info("%s switches were turned off: their time is over", released)


def ask_checks() -> None:
    """Ask every check that is due; one that is slow has a job of its own, one that hung is given up."""
    running.beat(name=running.WORKER, at=clock.now())
    running.give_up_on_hung(at=clock.now())
    for check in running.due(at=clock.now()):
        if running.is_slow(key=check.key):
            running.put_off(key=check.key, at=clock.now())
            jobs.enqueue(ask_check, key=check.key)
        else:
            running.run(check=check, at=clock.now())
    running.beat(name=running.WORKER, at=clock.now())


def ask_check(*, key: str) -> None:
    """Ask one check, however long it takes."""
    running.run(check=by_key(key), at=clock.now())


def thin_runs() -> None:
    """Let go of runs that have been kept long enough."""
    runs.thin(at=clock.now())
