"""Typed readers of the process environment.

Each reader refuses nonsense with a sentence that names the variable, so that a wrong setting stops the
process when it starts and not when a customer pays. `docs/settings.md` lists every variable read here.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

TRUE, FALSE = "on", "off"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

# Every variable that was asked for, whether it is set or not.
asked_for: set[str] = set()


class BadSetting(Exception):
    """A variable of the environment holds something that cannot be used."""


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default the variable is required."""
    asked_for.add(name)
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"{name} is not set, and the shop cannot start without it.")
    return value


def one_of(name: str, default: str, *, among: Sequence[str]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in among:
        raise BadSetting(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """`on` or `off`, and nothing else."""
    asked_for.add(name)
    value = os.environ.get(name, TRUE if default else FALSE)
    if value not in (TRUE, FALSE):
        raise BadSetting(f"{name} must be '{TRUE}' or '{FALSE}', not {value!r}.")
    return value == TRUE


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number that is not below `least`."""
    asked_for.add(name)
    value = os.environ.get(name, str(default))
    if not value.lstrip("-").isdigit() or int(value) < least:
        raise BadSetting(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    asked_for.add(name)
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder, made when it is not there yet."""
    asked_for.add(name)
    path = Path(os.environ.get(name, default)).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, *, kept_in: Path) -> str:
    """A secret: from NAME, from the file that NAME_FILE names, or made once and kept in `kept_in`.

    The kept file is what lets a first `make run` work with no preparation; it can be read by its owner only.
    """
    asked_for.update((name, f"{name}_FILE"))
    if name in os.environ:
        return os.environ[name]
    path = Path(os.environ.get(f"{name}_FILE", kept_in))
    if path == kept_in and not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    try:
        return path.read_text().strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def key(name: str) -> str:
    """A secret of another service: from NAME, or from the file that NAME_FILE names; nothing when neither is set."""
    path = os.environ.get(f"{name}_FILE")
    if name in os.environ or path is None:
        return os.environ.get(name, "").strip()
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def keys(name: str) -> list[str]:
    """Secrets of which each is valid, as `key`, with commas or line ends between them: the new one beside the old."""
    return [word.strip() for word in key(name).replace("\n", ",").split(",") if word.strip()]


def stand_in(name: str) -> str:
    """The address, on this machine only, of what stands in for another service; nothing means the service itself."""
    value = os.environ.get(name, "").rstrip("/")
    if value and urlsplit(value).hostname not in LOOPBACK:
        raise BadSetting(f"{name} may only name an address of this machine, not {value!r}.")
    return value


def _write_private(path: Path, value: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same first start was quicker
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
