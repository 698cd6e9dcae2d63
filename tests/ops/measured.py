"""A shop that was measured for a while: minutes as a web process and the host would have written them."""

from datetime import datetime, timedelta

from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures, Tally

HOST = {
    "host.cpu_permille": 150,
    "host.load_permille": 200,
    "host.memory_permille": 400,
    "host.disk_permille": 300,
    "database.size_kib": 40_000,
    "database.connections": 4,
    "queue.jobs": 0,
    "queue.oldest_seconds": 0,
}


def keep(
    at: datetime, *, page: str = "home", times: int = 10, milliseconds: int = 20, broke: int = 0, **levels: int
) -> None:
    """A minute of one page, and of the host with these levels (`host__cpu_permille=900`)."""
    tally = Tally()
    for number in range(times):
        tally.note(milliseconds * 1000, 500 if number < broke else 200)
    host = Figures()
    host.note_levels(HOST | {name.replace("__", "."): value for name, value in levels.items()})
    store.keep_minutes(source="web-1", minutes=[(at, Figures({page: tally} if times else {}))])
    store.keep_minutes(source="host", minutes=[(at, host)])


def an_hour(until: datetime, **facts: int) -> None:
    """Sixty such minutes, the last of them at `until`."""
    for minute in range(60):
        keep(until - timedelta(minutes=59 - minute), **facts)
