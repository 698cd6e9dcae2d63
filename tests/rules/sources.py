"""The code that the house rules are about, read once and parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("kirana",)
EVERYTHING = ("kirana", "tests", "tools", "bench")
SCREENS = ("kirana/storefront", "kirana/backoffice", "kirana/console")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[str]:
    """Every Python file below the folders, as paths from the root; migrations are written by Django and left out."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found if "migrations" not in path.parts)


def templates() -> list[str]:
    """Every template of ours."""
    found = (path for path in (ROOT / "kirana").rglob("jinja2/**/*") if path.suffix in (".html", ".txt"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


@cache
def text(path: str) -> str:
    """What stands in a file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: str) -> ast.Module:
    """A module, parsed."""
    return ast.parse(text(path), path)


def functions(path: str) -> Iterator[Function]:
    """Every function of a module, the ones inside others too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def imports(path: str) -> Iterator[tuple[str, str]]:
    """What a module imports, wherever in it: the dotted name it comes from and the name it has here."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, alias.asname or alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", alias.asname or alias.name) for alias in node.names)
