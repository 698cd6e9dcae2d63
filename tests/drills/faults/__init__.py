"""The faults, one file for each family."""

from tests.drills.engine import ALL, Drill
from tests.drills.faults import backups, data, database, host, outside, pages, queue, security

__all__ = ["backups", "data", "database", "every", "host", "outside", "pages", "queue", "security"]


def every() -> list[Drill]:
    """Every drill, in the order in which they were written."""
    return list(ALL.values())
