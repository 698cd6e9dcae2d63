"""docs/map.md: where everything is."""

import tomllib
from collections.abc import Iterator

from tools.docs import markdown
from tools.docs.screens import Door, addresses
from tools.docs.source import ROOT, Module, Source

LEADING = (
    "Layers from top to bottom, as `pyproject.toml` states them and `lint-imports` enforces them: a module imports only "
    "from the layers below its own. What a module says of itself is the first line of its docstring; where it has none, "
    "the names it defines are given. Migrations and empty files are left out."
)
FINDING = (
    "From an address to the code that answers it. Hindi pages have the same addresses behind `/hi`. “Changes” are the "
    "flows and services that the view calls, “asks” the selectors and other reads; sign-in pages are django-allauth's."
)
SCREENS = ("kirana.storefront.", "kirana.backoffice.", "kirana.console.")
GUARD = "kirana.ui.staff."  # asked by every page of the back office: said once, in permissions.md
FOUNDATIONS = ("kirana.core.", "kirana.ui.", "kirana.accounts.roles.")


def page(source: Source) -> str:
    """The page."""
    parts = [part for layer in _layers() for part in _layer(source, layer)]
    rows = [_row(source, door) for door in addresses()]
    found = markdown.table(["Address", "View", "Changes", "Asks"], rows)
    return markdown.page("Where everything is", LEADING, *parts, "## Where do I find…", FINDING, found)


def _layers() -> list[list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def _layer(source: Source, packages: list[str]) -> Iterator[str]:
    yield "## " + " · ".join(name.removeprefix("kirana.") for name in packages)
    for package in packages:
        summary = source.modules[package].summary
        if summary:
            yield f"**{package}**: {summary}"
        inside = [module for name, module in source.modules.items() if name.startswith(f"{package}.")]
        yield markdown.table(["Module", "What it is"], [_line(module) for module in inside if module.summary])


def _line(module: Module) -> tuple[str, str]:
    path = module.path.relative_to(ROOT).as_posix()
    return f"[{module.name.removeprefix('kirana.')}](../{path})", module.summary


def _row(source: Source, door: Door) -> tuple[str, str, str, str]:
    called = [name for name in source.reached(door.view, through=_is_screen) if _is_domain(source, name)]
    verbs = [name for name in called if name.startswith("kirana.flows.") or ".services." in name]
    questions = [name for name in called if name not in verbs]
    return markdown.code(door.name), markdown.code(_short(door.view)), _list(verbs), _list(questions)


def _is_screen(name: str) -> bool:
    return name.startswith(SCREENS) and not name.startswith(GUARD)


def _is_domain(source: Source, name: str) -> bool:
    return source.is_function(name) and not name.startswith((*SCREENS, *FOUNDATIONS))


def _list(names: list[str]) -> str:
    return markdown.codes(_short(name) for name in names)


def _short(name: str) -> str:
    return name.removeprefix("kirana.").replace(".services.", ".").replace(".selectors.", ".")
