"""The flows' work in the background."""

import logging

from kirana.core import clock
from kirana.flows import expire_orders as expiry

log = logging.getLogger(__name__)


def expire_orders() -> None:
    """Give up orders whose placing was never finished."""
    given_up = expiry.expire_orders(at=clock.now())
    if given_up:
        log.info("%s unfinished orders gave their stock and slot back", given_up)
