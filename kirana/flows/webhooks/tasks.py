"""Reading gateways' messages in the background."""

from datetime import timedelta

from kirana.core import clock
from kirana.flows.webhooks import read
from kirana.payments import selectors as payments

PATIENCE = timedelta(minutes=1)


def read_webhook(*, event_id: int) -> None:
    """Do what a gateway's message says."""
    read.read_webhook(event_id=event_id, at=clock.now())


def read_webhooks() -> None:
    """Do what every message says that has waited for more than a minute: its own job was lost."""
    for event_id in payments.events_waiting(before=clock.now() - PATIENCE):
        read.read_webhook(event_id=event_id, at=clock.now())
