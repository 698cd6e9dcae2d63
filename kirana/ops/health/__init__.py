"""The health of the running shop: database, queue, books, disk, clock, mail, storage; each a check with evidence."""

from kirana.ops.health import books, database, queue

CHECKS = (*database.CHECKS, *queue.CHECKS, *books.CHECKS)
# What readiness asks while someone waits: quick, and enough to know that orders can be placed and carried on.
LIVE = ("health.database", "health.migrations", "health.cache", "health.disk", "queue.worker", "queue.age")
