"""docs/states.md: what every kind of thing may become, and who may make it so."""

from collections.abc import Iterator

from kirana.accounts.roles import Role
from kirana.core.states import Move, StateMachine
from tools.docs import markdown
from tools.docs.running import values_of
from tools.docs.screens import doors
from tools.docs.source import Source

LEADING = (
    "A state changes only by a move of its table. Each move changes one row and writes one line of history: who, when, "
    "why. “Who” is read from the code: the roles, pages, jobs and commands from which the move can be reached. A verb "
    "may still refuse some of them; what it says of itself is in the second table."
)


def page(source: Source) -> str:
    """The page."""
    found = sorted(values_of(StateMachine), key=lambda pair: pair[1].subject)
    machines = [(name, machine) for name, machine in found if name.startswith(f"{machine.states.__module__}.")]
    return markdown.page(
        "States", LEADING, *(part for name, machine in machines for part in _parts(source, name, machine))
    )


def _parts(source: Source, name: str, machine: StateMachine) -> Iterator[str]:
    makers = source.moves_made_by(name)
    yield f"## {machine.subject.capitalize()}"
    yield f"`{name}`, which begins as `{machine.first}`."
    yield _diagram(machine)
    rows = [_row(machine, move, _who(source, makers.get(move.name, []))) for move in machine.moves]
    yield markdown.table(["Move", "Button", "From", "To", "Who"], rows)
    verbs = [(verb, move) for move, names in makers.items() for verb in names]
    yield markdown.table(
        ["Verb", "Move", "What it says"],
        [(markdown.code(verb.removeprefix("kirana.")), move, source.says(verb)) for verb, move in sorted(verbs)],
    )


def _diagram(machine: StateMachine) -> str:
    lines = [f'state "{state.label}" as {state.value}' for state in machine.states]
    lines.append(f"[*] --> {machine.first}")
    for move in machine.moves:
        lines += [f"{source} --> {move.target}: {move.name}" for source in _sources(machine, move)]
    lines += [f"{state.value} --> [*]" for state in machine.states if not machine.moves_from(state)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def _sources(machine: StateMachine, move: Move) -> list[str]:
    return [state.value for state in machine.states if state in move.sources]


def _row(machine: StateMachine, move: Move, who: str) -> tuple[str, str, str, str, str]:
    sources = ", ".join(_sources(machine, move))
    return move.name, str(move.label), sources, str(machine.states(move.target).value), who


def _who(source: Source, makers: list[str]) -> str:
    """The roles first, then everyone and everything else, each once."""
    wanted = set(makers)
    found = [who for door in doors(source) if wanted & {door.view, *source.reached(door.view)} for who in door.who]
    roles = [str(role.label).lower() for role in Role if role in found]
    others = [who for who in dict.fromkeys(found) if who not in Role.values]
    return "; ".join([*roles, *others]) or "nobody yet"
