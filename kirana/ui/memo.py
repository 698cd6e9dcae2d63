"""Drawn pieces of pages, kept by value: the same facts in the same language always draw the same piece.

    {% call memo("card", card, product_at, lang) %}{{ card_of(card) }}{% endcall %}

The key is everything the piece is drawn from, so a piece is never stale: a changed price is another key. This is no
cache of pages: which cards a page shows, and in what state, is asked of the database each time.
"""

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup

MOST_PIECES = 6000  # of about a kilobyte each, for each process


class Memo:
    """Keeps what was drawn until it is full, then begins again."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[Hashable, ...], Markup] = {}

    def __call__(self, *key: Hashable, caller: Callable[[], Any]) -> Markup:
        """The piece for this key, drawn by `caller` when it has not been drawn before."""
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = Markup(caller())  # noqa: S704  (what a template drew is escaped already)
            if len(self._drawn) >= MOST_PIECES:
                self._drawn.clear()
            self._drawn[key] = drawn
        return drawn
