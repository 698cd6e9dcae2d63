"""A walk through the shop: the pages that must open on restored data, registered by those who draw them.

    walk.register(Stop("a product", lambda: f"/products/{first.slug}/"))

`manage.py walk` goes to each and exits 1 at what does not answer as it should.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A page: where it is (None when the shop has no such thing yet), and the status it answers with."""

    name: str
    path: Callable[[], str | None]
    status: int = 200


_stops: dict[str, Stop] = {}


def register(stop: Stop) -> None:
    """Add a stop; the same name again takes the place of the earlier one."""
    _stops[stop.name] = stop


def names() -> list[str]:
    """The stops there are."""
    return list(_stops)


def go(visit: Callable[[str], int]) -> Iterator[str]:
    """Visit every stop; a sentence for each that does not answer as it should."""
    for stop in _stops.values():
        path = stop.path()
        if path is None:
            continue
        status = visit(path)
        if status != stop.status:
            yield f"{stop.name} ({path}) answers {status} instead of {stop.status}"
