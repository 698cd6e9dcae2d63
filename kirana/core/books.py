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
    for subject, steps in groupby(columns.iterator(), key=lambda step: step[0]):
        at = ""
        for _subject, from_state, to_state, name in steps:
            legal = to_state == machine.first if name == "begin" else machine[name].target == to_state
            if from_state != at or not legal or (name != "begin" and not machine.allows(from_state, name)):
                yield f"{machine.subject} {subject}: “{name}” from “{from_state}” to “{to_state}” after “{at}”"
            at = to_state
        if states.pop(subject, at) != at:
            yield f"{machine.subject} {subject} is not in the state its history leads to, “{at}”"
    for subject in states:
        yield f"{machine.subject} {subject} has no history"
