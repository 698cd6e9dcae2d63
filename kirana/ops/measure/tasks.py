"""The measurements' work in the background."""

from kirana.core import clock
from kirana.ops.database import sampling, statements
from kirana.ops.database.sampling import sampler
from kirana.ops.measure import samples, store
from kirana.ops.measure.figures import Figures

HOST = "host"


def look_at_the_host() -> None:
    """Keep what the machine, the database and the queue are like in this minute."""
    at, figures = clock.now(), Figures()
    figures.note_levels(samples.of_the_host(at=at) | samples.of_this_process("worker"))
    store.keep_minutes(source=HOST, minutes=[(at, figures)])
    statements.write_down(sampler.take(on=clock.shop_date(at)), at=at)
    sampling.watch()  # this process of the worker, from its first minute on


def roll_up() -> None:
    """Make hours of minutes and days of hours, and forget what is old."""
    at = clock.now()
    store.roll_up(at=at)
    statements.forget_old(at=at)
