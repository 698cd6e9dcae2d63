"""The flows' work in the background."""

import logging

from kirana.core import clock
from kirana.flows import ask_gateways as asking
from kirana.flows import expire_orders as expiry
from kirana.flows import remind_khata
from kirana.flows import tell_maintainers as telling
from kirana.payments.ledgers.settlements.services import match_again
from kirana.stores import selectors as stores

log = logging.getLogger(__name__)


def expire_orders() -> None:
    """Give up orders whose placing was never finished."""
    given_up = expiry.expire_orders(at=clock.now())
    if given_up:
        log.info("%s unfinished orders gave their stock and slot back", given_up)


def follow_up(*, reference: str) -> None:
    """Ask the gateways for what an order's payments and refunds wait for."""
    asking.follow_up(reference=reference, at=clock.now())


def ask_gateways() -> None:
    """Ask about every payment and refund that is not final and whose time has come."""
    asked = asking.ask_due(at=clock.now())
    if asked:
        log.info("%s payments and refunds that were not final were asked about", asked)


def match_settlements() -> None:
    """Look up again what settlement files paid out for payments we did not know of then."""
    found = match_again(store_id=stores.current().pk)
    if found:
        log.info("%s lines of settlement files found their payment", found)


def tell_maintainers() -> None:
    """Mail what turned bad in the shop and what is right again."""
    telling.tell_of_changes(at=clock.now())


def send_digests() -> None:
    """Mail the digests whose hour has come."""
    telling.send_digests(at=clock.now())


def remind_khatas() -> None:
    """Remind those whose khata falls due today."""
    reminded = remind_khata.remind_due(at=clock.now())
    if reminded:
        log.info("%s khatas are due; their reminders are in the outbox", reminded)
