"""Drawn pieces of pages, kept by value: the same facts in the same language always draw the same piece.

    {% call memo("foot", lang, store.particulars) %}<footer>…</footer>{% endcall %}
    {{ memo.each("card", card, cards, product_at, lang) }}

The key is everything the piece is drawn from, so a piece is never stale: a changed price is another key. This is no
cache of pages: which cards a page shows, and in what state, is asked of the database each time.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any

from markupsafe import Markup

MOST_PIECES = 8000  # of about three kilobytes each; twice as many at most, for each process


class Memo:
    """Keeps what was drawn lately: pieces that are asked for stay, those that nobody asks for any more go.

    When it is full, what it holds becomes the older half; a piece of that half that is asked for again comes back to
    the newer one, and the rest is forgotten when that is full.
    """

    def __init__(self) -> None:
        self._newer: dict[tuple[Hashable, ...], Markup] = {}
        self._older: dict[tuple[Hashable, ...], Markup] = {}

    def __call__(self, *key: Hashable, caller: Callable[[], Any]) -> Markup:
        """The piece for this key, drawn by `caller` when it has not been drawn lately."""
        drawn = self._newer.get(key)
        if drawn is None:
            drawn = self._older.get(key)
            if drawn is None:
                drawn = Markup(caller())  # noqa: S704  (what a template drew is escaped already)
            self._keep(key, drawn)
        return drawn

    def each(self, name: str, draw: Callable[..., Any], things: Iterable[Hashable], *facts: Hashable) -> Markup:
        """The pieces of many things, one after the other; `draw(thing, *facts)` draws those that were not lately."""
        pieces = []
        for thing in things:
            key = (name, thing, *facts)
            drawn = self._newer.get(key)
            pieces.append(self(*key, caller=partial(draw, thing, *facts)) if drawn is None else drawn)
        return Markup("".join(pieces))  # noqa: S704  (drawn by templates, each of them escaped)

    def _keep(self, key: tuple[Hashable, ...], drawn: Markup) -> None:
        if len(self._newer) >= MOST_PIECES:
            self._older, self._newer = self._newer, {}
        self._newer[key] = drawn
