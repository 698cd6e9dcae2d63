"""The navigation of the console, put together from its pages.

A page of the console is a module of `kirana.console.views` with `urlpatterns`, and with a `PAGE` when it stands in the
navigation:

    PAGE = Page(_("Backups"), "console_backups", Permission.SEE_CONSOLE, position=50, icon="download")

Nothing else has to be touched: `kirana.console.urls` and the frame find the module by themselves.
"""

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from django.utils.functional import Promise

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the navigation. Positions go from 0 (the round) upwards; the smaller stands first."""

    label: str | Promise
    url_name: str
    permission: Permission
    position: int
    icon: str = "info"
    within: tuple[str, ...] = ()  # other url names of the same page, at which it is lit too


@cache
def modules() -> list[ModuleType]:
    """The modules that have pages."""
    from kirana.console import views

    names = sorted(found.name for found in pkgutil.iter_modules(views.__path__))
    return [import_module(f"{views.__name__}.{name}") for name in names]


def pages(*, place: StaffMember) -> list[Page]:
    """The entries that this person may open, in order."""
    found = [module.PAGE for module in modules() if hasattr(module, "PAGE")]
    return sorted((page for page in found if place.may(page.permission)), key=lambda page: page.position)
