"""The tables of the kernel. Each is defined beside the verbs that are its only writers."""

from kirana.core.audit import AuditEntry, AuditHead
from kirana.core.idempotency import IdempotencyKey
from kirana.core.numbers import Counter, DrawnNumber
from kirana.core.outbox import OutboxMessage

__all__ = ["AuditEntry", "AuditHead", "Counter", "DrawnNumber", "IdempotencyKey", "OutboxMessage"]
