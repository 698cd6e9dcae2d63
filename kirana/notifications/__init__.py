"""Notifications: the words of messages, and the channels that carry them out of the outbox."""
