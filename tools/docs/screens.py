"""Who comes to the code, and by which door: addresses, repeating jobs, commands. Needs Django to be set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import unwrap
from typing import Any

from django.urls import URLPattern, get_resolver

from kirana.accounts.roles import ALLOWED, Permission, Role
from kirana.core import jobs
from tools.docs.source import Source

SHOPPER = "the shopper"
COMMANDS = ".management.commands."


@dataclass(frozen=True)
class Door:
    """A way in: what it is called, the function behind it, and who may use it."""

    name: str
    view: str
    who: tuple[str, ...]
    permission: Permission | None = None


@cache
def addresses() -> tuple[Door, ...]:
    """Every address of the shop, in the order of the URL table; English ones, the others have a prefix."""
    return tuple(_door(pattern) for pattern in _patterns(get_resolver()))


def doors(source: Source) -> Iterator[Door]:
    """Every way in: addresses, the worker's repeating jobs, the commands; the demo is none."""
    yield from addresses()
    for name, repeating in sorted(jobs._schedule.items()):
        yield Door(name, name, (f"the worker, every {_minutes(repeating.minutes)}",))
    for name in sorted(source.modules):
        if COMMANDS in name and ".demo." not in name:
            command = name.rpartition(".")[2]
            yield Door(command, f"{name}.Command", (f"`manage.py {command}`",))


def _minutes(number: int) -> str:
    return "minute" if number == 1 else f"{number} minutes"


def _patterns(resolver: Any) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def _door(pattern: URLPattern) -> Door:
    view = _view_name(pattern.callback)
    permission = getattr(pattern.callback, "permission", None)
    who = _roles(permission) if permission else (SHOPPER,)
    return Door(_address(str(pattern.name)), view, who, permission)


def _view_name(callback: Any) -> str:
    view: Any = getattr(callback, "view_class", None) or unwrap(callback)
    return f"{view.__module__}.{view.__qualname__}"


def _roles(permission: Permission) -> tuple[str, ...]:
    return tuple(str(role) for role in Role if role in ALLOWED[permission])


def _address(name: str) -> str:
    """`/orders/<token>/` for the name of a page."""
    form, arguments = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return "/" + str(form) % {argument: f"<{argument}>" for argument in arguments}
