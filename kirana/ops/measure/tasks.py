"""The measurements' work in the background."""

from kirana.core import clock
from kirana.ops.measure import samples, store
from kirana.ops.measure.figures import Figures

HOST = "host"


def look_at_the_host() -> None:
    """Keep what the machine, the database and the queue are like in this minute."""
    at, figures = clock.now(), Figures()
    figures.note_levels(samples.of_the_host(at=at) | samples.of_this_process("worker"))
    store.keep_minutes(source=HOST, minutes=[(at, figures)])


def roll_up() -> None:
    """Make hours of minutes and days of hours, and forget what is old."""
    store.roll_up(at=clock.now())
