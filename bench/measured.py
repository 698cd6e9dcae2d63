"""What is measured, each with one verb: `run(seconds)` gives the figures of a round, or raises `RoundFailed`."""

from collections.abc import Sequence
from typing import Protocol

from bench import load, pgbench, requests
from bench.baskets import LINES
from bench.load import LEAST_SHARE, Figures, RoundFailed
from bench.requests import Request
from bench.stage import Stage

SPARE = 1.7  # baskets for a round that goes better than the best one so far
FIRST_GUESS, FIRST_ADDED = 600, 2500  # of how many orders, and things put into baskets, a second there may be


class Measured(Protocol):
    """Anything that can be measured."""

    def run(self, seconds: float) -> Figures:
        """One round."""


class Reading:
    """A page that changes nothing: its requests over and over.

    `passes` is how often all of them are asked before anything is measured, for what each worker keeps in memory.
    """

    def __init__(self, stage: Stage, asked: Sequence[Request], port: int, *, passes: int = 0) -> None:
        self.stage, self.asked, self.port = stage, asked, port
        self.length = load.check(asked, port)
        left = passes * len(asked)
        while left > 0:
            left -= self.run(2).done

    def run(self, seconds: float) -> Figures:
        """One round; what came back must be as long as the pages are."""
        figures, length = _load(self.stage, self.asked, self.port, seconds)
        if length / figures.done < self.length * LEAST_SHARE:
            raise RoundFailed(f"{self.asked[0].path}: {length / figures.done:.0f} bytes each, not {self.length:.0f}")
        return figures


class Adding:
    """One more thing into a basket; each basket is used once."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.guess = stage, float(FIRST_ADDED)
        load.check(requests.additions(stage.baskets(load.SAMPLE)[0], stage.shelf), stage.shop.port)

    def run(self, seconds: float) -> Figures:
        """One round; every answer must have left a line in a basket."""
        made, _totals = self.stage.baskets(round(self.guess * seconds * SPARE))
        figures, _length = _load(self.stage, requests.additions(made, self.stage.shelf), self.stage.shop.port, seconds)
        added = self.stage.inside("count", made.start)["lines"] - LINES * len(made)
        _same("lines added", added, figures.done, self.stage)
        self.guess = max(self.guess, figures.per_second)
        return figures


class Placing:
    """An order over HTTP; each basket is used once."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.guess = stage, float(FIRST_GUESS)
        made, totals = stage.baskets(load.SAMPLE)
        load.check(requests.placings(made, totals, stage.shelf), stage.shop.port)

    def run(self, seconds: float) -> Figures:
        """One round; every answer must have left an order with its lines, and an empty basket."""
        made, totals = self.stage.baskets(round(self.guess * seconds * SPARE))
        asked = requests.placings(made, totals, self.stage.shelf)
        before = self.stage.inside("count", made.start)
        figures, _length = _load(self.stage, asked, self.stage.shop.port, seconds)
        after = self.stage.inside("count", made.start)
        orders_placed(before, after, figures.done, self.stage)
        self.guess = max(self.guess, figures.per_second)
        return figures


class SameStatements:
    """The limit of placing an order: the same statements from pgbench, with a connection for each web thread."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.guess = stage, float(FIRST_GUESS)
        made, _totals = stage.baskets(2)
        self.script = stage.folder / "place_order.sql"
        self.script.write_text(stage.inside("statements", made.start))

    def run(self, seconds: float) -> Figures:
        """One round; the database is looked at afterwards as it is for orders over HTTP."""
        share = round(self.guess * seconds * SPARE / self.stage.threads)
        made, _totals = self.stage.baskets(share * self.stage.threads)
        before = self.stage.inside("count", made.start)
        figures = pgbench.run(
            script=self.script,
            url=self.stage.shop.database_url,
            clients=self.stage.threads,
            seconds=seconds,
            variables={"base": made.start - 1, "share": share, "used": 0},
        )
        after = self.stage.inside("count", made.start)
        orders_placed(before, after, figures.done, self.stage)
        self.guess = max(self.guess, figures.per_second)
        return figures


def orders_placed(before: dict[str, int], after: dict[str, int], done: int, stage: Stage) -> None:
    """Raise `RoundFailed` unless each of `done` answers placed one order of five lines and emptied one basket."""
    orders = after["orders"] - before["orders"]
    _same("orders placed", orders, done, stage)
    _same("baskets emptied", after["emptied"] - before["emptied"], done, stage)
    if after["order_lines"] - before["order_lines"] != orders * LINES:
        raise RoundFailed(f"{orders} orders, but {after['order_lines'] - before['order_lines']} lines")


def _same(what: str, found: int, done: int, stage: Stage) -> None:
    """Requests that were under way when the time was up have done their work without being counted."""
    if not done <= found <= done + _connections(stage):
        raise RoundFailed(f"{done} answers, but {found} {what}")


def _connections(stage: Stage) -> int:
    return 2 * stage.threads


def _load(stage: Stage, asked: Sequence[Request], port: int, seconds: float) -> tuple[Figures, int]:
    file = stage.folder / "requests"
    return load.run(asked, port=port, seconds=seconds, connections=_connections(stage), file=file)
