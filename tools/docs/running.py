"""The shop's code, imported: what its modules hold. Needs Django to be set up."""

import importlib
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TypeVar

from tools.docs.source import Source

Kind = TypeVar("Kind")


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module below `kirana.config`, which is the process and not the product."""
    names = [name for name in Source().modules if not f"{name}.".startswith("kirana.config.")]
    return tuple(importlib.import_module(name) for name in names)


def values_of(kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """Every name at the top of a module that holds such a thing."""
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, kind):
                yield f"{module.__name__}.{name}", value


def descendants(kind: type[Kind]) -> list[type[Kind]]:
    """Every class that is derived from this one, in the order of module and name."""
    modules()
    found: set[type[Kind]] = set()
    waiting = [kind]
    while waiting:
        fresh = set(waiting.pop().__subclasses__()) - found
        found |= fresh
        waiting += fresh
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))
