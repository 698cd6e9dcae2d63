"""The questions, and the shape of the answers. Sizes are bytes, times whole milliseconds or seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Connections:
    """`open` connections of at most `most` (0: no limit), of which `idle_in_transaction` hold a transaction open
    and do nothing, the longest for `oldest_seconds`."""

    open: int
    most: int
    idle_in_transaction: int
    oldest_seconds: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database: what it takes with its indexes, its rows (estimated), and what of it is dead."""

    name: str
    bytes: int
    rows: int
    dead_permille: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """An index: its table, its columns, whether a rule (unique, primary) rests on it, and how often it was chosen.

    `uses` is None where the database does not count.
    """

    name: str
    table: str
    bytes: int
    is_rule: bool
    uses: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the database would answer a statement: its own words, the tables read from end to end, the indexes chosen."""

    text: str
    scanned: tuple[str, ...]
    indexes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of statement as the server itself counted it, whoever sent it."""

    sql: str
    calls: int
    mean_ms: int
    worst_ms: int


class Database(Protocol):
    """What every database is asked."""

    def size_bytes(self) -> int:
        """What the whole database takes."""

    def room_bytes(self) -> int:
        """What it may take before the disk is full; 0 when that cannot be known from here."""

    def connections(self) -> Connections:
        """Who is connected."""

    def tables(self) -> list[Table]:
        """Every table, the largest first."""

    def indexes(self) -> list[Index]:
        """Every index, in the order of their names."""

    def plan(self, sql: str, values: Sequence[Any] | None) -> Plan:
        """How a statement would be answered; it is not run."""

    def dead_bytes(self) -> int:
        """What deleted rows still take."""

    def tidy_sql(self, table: str) -> str:
        """The statement that gives the room of dead rows back."""

    def counted_by_server(self, *, slower_than_ms: int, limit: int) -> list[Counted]:
        """The kinds of statement that take that long in the middle, by the server's own count; where it counts."""
