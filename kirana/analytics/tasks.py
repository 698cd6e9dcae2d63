"""Analytics' work in the background."""

from kirana.analytics import services
from kirana.core import clock


def roll_up() -> None:
    """Make counts of the days that are over, and forget their visitors."""
    services.roll_up(at=clock.now())
