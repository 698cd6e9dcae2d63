"""The health of the running shop: database, queue, books, disk, clock, mail, storage; each a check with evidence."""

from kirana.ops.health import books, database, queue

CHECKS = (*database.CHECKS, *queue.CHECKS, *books.CHECKS)
