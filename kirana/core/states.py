"""State machines as tables.

A machine is a list of moves; screens draw their buttons from it and `docs/states.md` is generated from it.
A move compares and sets exactly one row and writes one row of history: who, when, why (invariant G5).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.core.actors import Actor, ByField
from kirana.core.errors import ShopError

REASON_LENGTH = 500


class IllegalMove(ShopError):
    code = "illegal_move"
    sentence = _("This cannot be done while it is “%(state)s”.")


class StateRaced(ShopError):
    code = "state_raced"
    sentence = _("Someone else has just changed this. Look again.")


@dataclass(frozen=True, slots=True)
class Move:
    """A verb, the states it may start from, the state it leads to, and its name on a button."""

    name: str
    sources: frozenset[str]
    target: str
    label: str | Promise


def move(name: str, sources: Iterable[str], target: str, label: str | Promise) -> Move:
    """A row of a machine's table."""
    return Move(name, frozenset(sources), target, label)


@dataclass(frozen=True)
class StateMachine:
    """What a kind of row may become. The row has `state` and a `history` of `StateChange`s."""

    subject: str
    states: type[models.TextChoices]
    first: str
    moves: tuple[Move, ...]
    _by_name: dict[str, Move] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_name = {move.name: move for move in self.moves}
        if len(by_name) != len(self.moves):
            raise ValueError(f"{self.subject}: two moves share a name")
        for known in self.moves:
            self.states(known.target)
            for source in known.sources:
                self.states(source)
        object.__setattr__(self, "_by_name", by_name)

    def __getitem__(self, name: str) -> Move:
        return self._by_name[name]

    def allows(self, state: str, name: str) -> bool:
        """Whether the verb may start from this state."""
        return state in self._by_name[name].sources

    def moves_from(self, state: str) -> list[Move]:
        """The verbs that may start here, in the table's order: the buttons of a screen."""
        return [move for move in self.moves if state in move.sources]

    def require(self, row: Any, state: str) -> None:
        """Raise `IllegalMove` unless the row is in this state: for what may be done only there and moves nothing."""
        if row.state != state:
            raise IllegalMove(state=self.states(row.state).label, move="")

    def move(self, row: Any, name: str, *, by: Actor, at: datetime, why: str = "", **columns: Any) -> None:
        """Take `row` through the named move, setting `columns` in the same statement.

        Raises `IllegalMove` when the table forbids it and `StateRaced` when the row has left the state that
        `row` was read in; nothing has changed then. The move and its history are written together or not at all.
        """
        verb = self._by_name[name]
        if row.state not in verb.sources:
            raise IllegalMove(state=self.states(row.state).label, move=name)
        rows = type(row)._default_manager.filter(pk=row.pk, state=row.state)
        with locks.together():
            if rows.update(state=verb.target, **columns) != 1:
                raise StateRaced(state=row.state, move=name)
            self._remember(row, from_state=row.state, to_state=verb.target, move=name, by=by, at=at, why=why)
        row.state = verb.target
        for column, value in columns.items():
            setattr(row, column, value)

    def begin(self, row: Any, *, by: Actor, at: datetime, why: str = "") -> None:
        """Write the first row of history of a row just made in the first state."""
        self._remember(row, from_state="", to_state=self.first, move="begin", by=by, at=at, why=why)

    @staticmethod
    def _remember(row: Any, **change: Any) -> None:
        change["why"] = change["why"][:REASON_LENGTH]
        row.history.create(**change)


class StateChange(models.Model):
    """One row of history. A concrete model adds `subject`, a foreign key with `related_name="history"`."""

    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    move = models.CharField(max_length=30)
    by = ByField()
    at = models.DateTimeField()
    why = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state or '·'} → {self.to_state} by {self.by}"
