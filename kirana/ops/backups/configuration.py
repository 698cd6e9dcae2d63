"""The settings in force: what was set, what must be set again on another machine, and what nobody has written down."""

import os
import re
from collections.abc import Iterable

from django.conf import settings

SECRET_WORDS = ("SECRET", "PASSWORD", "TOKEN", "KEY", "DSN")
MASK = "•••"
OURS = ("KIRANA_", "BACKUP_")  # a variable that begins so is meant for the shop


def in_force() -> dict[str, str]:
    """The variables that are set, with their values as they are: for a sealed archive only."""
    return {name: os.environ[name] for name in settings.ENVIRONMENT if name in os.environ}


def shown() -> dict[str, str]:
    """The same with every secret masked: for people and for notes."""
    return {name: _masked(name, value) for name, value in in_force().items()}


def _masked(name: str, value: str) -> str:
    if any(word in name for word in SECRET_WORDS) and not name.endswith("_FILE"):
        return MASK
    return re.sub(r"(://[^:/@]*:)[^@]*@", rf"\1{MASK}@", value)


def set_again(names: Iterable[str]) -> list[str]:
    """Of these variables, those that are not set here."""
    return sorted(name for name in names if name not in os.environ)


def undocumented() -> list[str]:
    """Variables that are set and that docs/settings.md does not explain."""
    page = settings.ROOT.joinpath("docs", "settings.md")
    known = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", page.read_text(encoding="utf-8"))) if page.exists() else set()
    known |= {f"{name}_FILE" for name in known}
    return sorted(name for name in in_force() if name not in known)


def misspelt() -> list[str]:
    """Variables with a name of ours that the shop never reads."""
    read = settings.ENVIRONMENT
    return sorted(name for name in os.environ if name.startswith(OURS) and name not in read)
