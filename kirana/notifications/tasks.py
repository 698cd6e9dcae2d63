"""Carrying messages out of the outbox."""

import logging

from kirana.core import clock, outbox
from kirana.notifications import channels

log = logging.getLogger(__name__)


def send_messages() -> None:
    """Send every message that is due; one that fails waits for its next attempt and holds up no other."""
    for message in outbox.due(at=clock.now()):
        if outbox.hold(message, at=clock.now()):
            _send(message)


def _send(message: outbox.OutboxMessage) -> None:
    try:
        channels.ALL[message.channel].send(message)
    except channels.ChannelError as error:
        log.warning("%s could not be sent: %s", message, error)
        outbox.mark_failed(message, error=str(error), permanent=error.permanent)
    else:
        outbox.mark_sent(message, at=clock.now())
