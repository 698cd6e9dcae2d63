"""The health of the running shop: database, queue, books, disk, clock, mail, storage; each a check with evidence."""

from kirana.ops.health import books, database, host, hosting, keeping, mail, queue, setup

CHECKS = (
    *database.CHECKS,
    *queue.CHECKS,
    *books.CHECKS,
    *host.CHECKS,
    *mail.CHECKS,
    *keeping.CHECKS,
    *setup.CHECKS,
    *hosting.CHECKS,
)
# What readiness asks while someone waits: quick, and enough to know that orders can be placed and carried on.
LIVE = ("health.database", "health.migrations", "health.cache", "health.disk", "queue.worker", "queue.age")
