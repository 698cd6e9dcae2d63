"""The source of the shop, read without running it: its modules, what they say they are, and what mentions what.

A `Source` follows names: from a view to the flow it calls, from the flow to the services, and from those to the moves
of a state machine. What is reached only through an event or a string is not seen.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = (".", ":", "!", "?")


@dataclass(frozen=True)
class Module:
    """A file of the shop: its dotted name, and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module = field(repr=False)

    @property
    def summary(self) -> str:
        """The first line of its docstring, to the end of the sentence; a command's help; or else what it defines."""
        doc = ast.get_docstring(self.tree) or self._help
        if doc:
            return first_line(doc)
        names = [f"`{node.name}`" for node in self.tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
        return ", ".join(name for name in names if not name.startswith("`_"))

    @property
    def _help(self) -> str:
        """What a command of `manage.py` says it does."""
        for node in (part for name, part in self.definitions() if name == "Command"):
            for line in (part for part in ast.walk(node) if isinstance(part, ast.Assign)):
                if isinstance(line.value, ast.Constant) and ast.unparse(line.targets[0]) == "help":
                    return str(line.value.value)
        return ""

    @cached_property
    def imported(self) -> dict[str, str]:
        """What each imported name stands for, wherever in the file it is imported."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def definitions(self) -> Iterator[tuple[str, ast.stmt]]:
        """Every function, class and constant at the top of the file, by name."""
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name, node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from ((target.id, node) for target in targets if isinstance(target, ast.Name))


class Source:
    """All modules of `kirana`, and the mentions between their definitions."""

    def __init__(self) -> None:
        paths = sorted((ROOT / "kirana").rglob("*.py"))
        found = [Module(_dotted(path), path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
        self.modules = {module.name: module for module in found if ".migrations" not in module.name}
        self._mentions: dict[str, list[str]] = {}
        self._nodes = {
            f"{module.name}.{name}": (module, node)
            for module in self.modules.values()
            for name, node in module.definitions()
        }

    def says(self, name: str) -> str:
        """The first line of the docstring of a function or class."""
        _module, node = self._nodes[name]
        doc = ast.get_docstring(node) if isinstance(node, ast.ClassDef | ast.FunctionDef) else None
        return first_line(doc) if doc else ""

    def is_function(self, name: str) -> bool:
        """Whether this name is a function at the top of a module."""
        return isinstance(self._nodes[name][1], ast.FunctionDef)

    def mentions(self, name: str) -> list[str]:
        """The definitions that a definition mentions, in the order of their names."""
        if name not in self._mentions:
            module, node = self._nodes[name]
            own = _names_bound_in(node)
            chains = {chain for chain in _chains(node) if chain.partition(".")[0] not in own}
            found = {self._resolved(module, chain) for chain in chains} - {name, ""}
            self._mentions[name] = sorted(found)
        return self._mentions[name]

    def reached(self, name: str, *, through: Callable[[str], bool] = lambda _name: True) -> list[str]:
        """Everything that is mentioned from here on; mentions of what is not `through` are not followed further."""
        seen, waiting = set(), [name] if name in self._nodes else []
        while waiting:
            for found in self.mentions(waiting.pop()):
                if found not in seen:
                    seen.add(found)
                    waiting += [found] if through(found) else []
        return sorted(seen)

    def moves_made_by(self, machine: str) -> dict[str, list[str]]:
        """The functions that call `machine.move(row, "name")`, under the name of the move."""
        makers: dict[str, list[str]] = {}
        for name, (module, node) in self._nodes.items():
            for move in self._moves_in(module, node, machine):
                makers.setdefault(move, []).append(name)
        return {move: sorted(set(names)) for move, names in makers.items()}

    def _moves_in(self, module: Module, node: ast.stmt, machine: str) -> Iterator[str]:
        for call in (part for part in ast.walk(node) if isinstance(part, ast.Call) and len(part.args) > 1):
            chain, move = _chain(call.func), call.args[1]
            is_move = chain.endswith(".move") and self._resolved(module, chain) == machine
            if is_move and isinstance(move, ast.Constant):
                yield str(move.value)

    def _resolved(self, module: Module, chain: str) -> str:
        """The definition that a dotted name in a module leads to; nothing for what is not ours."""
        head, _dot, rest = chain.partition(".")
        full = module.imported.get(head, f"{module.name}.{head}") + (f".{rest}" if rest else "")
        while full and full not in self._nodes:
            full = full.rpartition(".")[0]
        return full


def first_line(doc: str) -> str:
    """The first line of a docstring, or its first paragraph when the line ends in the middle of a sentence."""
    paragraph = doc.strip().split("\n\n")[0]
    line = paragraph.split("\n")[0]
    return line if line.endswith(ENDINGS) else " ".join(paragraph.split())


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _names_bound_in(node: ast.AST) -> set[str]:
    """Parameters and variables: inside the definition they hide whatever has the same name outside."""
    arguments = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    stored = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    return arguments | stored


def _chains(node: ast.AST) -> Iterator[str]:
    yield from (chain for part in ast.walk(node) if (chain := _chain(part)))


def _chain(node: ast.AST) -> str:
    """`a.b.c` of such an expression; nothing for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _chain(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""
