"""The faults, one file for each family."""

from tests.drills.engine import ALL, Drill
from tests.drills.faults import data, outside, security

__all__ = ["data", "every", "outside", "security"]


def every() -> list[Drill]:
    """Every drill, in the order in which they were written."""
    return list(ALL.values())
