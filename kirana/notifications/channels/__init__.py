"""The ways a message leaves the shop, behind one contract: `send(message)`, or `ChannelError`."""

from kirana.notifications.channels.contract import Channel, ChannelError
from kirana.notifications.channels.mail import Mail

ALL: dict[str, Channel] = {"mail": Mail()}

__all__ = ["ALL", "Channel", "ChannelError"]
