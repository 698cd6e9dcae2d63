"""The work of operations in the background."""

import logging

from kirana.core import clock
from kirana.ops import switches

log = logging.getLogger(__name__)


def release_switches() -> None:
    """Turn off the switches whose time is over."""
    released = switches.release(at=clock.now())
    if released:
        log.info("%s switches were turned off: their time is over", released)
