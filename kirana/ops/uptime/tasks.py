"""The minute's look at the shop from outside."""

from kirana.core import clock
from kirana.ops.uptime import record, snapshot


def look() -> None:
    """See whether each part works, add it to its day, and write what the status page says."""
    at = clock.now()
    works = record.look(at=at)
    record.note(works=works, at=at)
    snapshot.write(snapshot.take(works=works, at=at))
