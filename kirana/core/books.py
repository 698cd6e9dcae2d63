"""A check that every module with a state machine asks of its rows (invariant G5)."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Model

from kirana.core.states import StateMachine


def check_history(machine: StateMachine, rows: type[Model], changes: type[Model]) -> Iterator[str]:
    """A sentence for every row whose history is not an unbroken walk through the table to its state."""
    manager: Any = rows._default_manager
    states = dict(manager.values_list("pk", "state"))
    walk: Any = changes._default_manager
    columns = walk.order_by("subject_id", "pk").values_list("subject_id", "from_state", "to_state", "move")
    table = _steps(machine)
    for subject, steps in groupby(columns.iterator(), key=lambda step: step[0]):
        at = ""
        for _subject, from_state, to_state, name in steps:
            if from_state != at or (from_state, name, to_state) not in table:
                yield f"{machine.subject} {subject}: “{name}” from “{from_state}” to “{to_state}” after “{at}”"
            at = to_state
        if states.pop(subject, at) != at:
            yield f"{machine.subject} {subject} is not in the state its history leads to, “{at}”"
    for subject in states:
        yield f"{machine.subject} {subject} has no history"


def _steps(machine: StateMachine) -> set[tuple[str, str, str]]:
    """Every step of the table: from where, by which verb, to where; a walk begins from nothing."""
    steps = {(source, move.name, move.target) for move in machine.moves for source in move.sources}
    return {("", "begin", machine.first)} | steps
