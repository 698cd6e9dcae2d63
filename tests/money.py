"""What the worker does about money, when a test wants it done now."""

from datetime import datetime, timedelta

from kirana.flows.ask_gateways import ask_due
from tests.cast import LATER


def the_worker_asks(*, at: datetime = LATER + timedelta(minutes=1)) -> int:
    """The gateways are asked about everything that is not final; how much that was."""
    return ask_due(at=at)
