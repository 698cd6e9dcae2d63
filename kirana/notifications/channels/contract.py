from typing import Protocol

from kirana.core.outbox import OutboxMessage


class ChannelError(Exception):
    """The message did not leave. `permanent`: it never will, in this form to this address."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Channel(Protocol):
    """A way for a message to reach a person."""

    def send(self, message: OutboxMessage) -> None:
        """Carry the message, with no transaction open. Raises `ChannelError`."""
