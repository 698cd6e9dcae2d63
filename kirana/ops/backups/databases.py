"""The database as backups see it: one contract, SQLite and PostgreSQL behind it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from kirana.ops.backups.archive import Progress

Connection = BaseDatabaseWrapper
Rows = dict[str, dict[str, Any]]


class Kind(Protocol):
    """What each kind of database can do."""

    def dump(self, to: Path, *, progress: Progress) -> Rows:
        """Copy the shop's database to a file while the shop writes; what `tallies.take` counted in that copy."""

    def load(self, source: Path, into: Connection) -> None:
        """Put a copy into a database that is empty."""

    def scratch(self, folder: Path) -> AbstractContextManager[Connection]:
        """An empty database that is nobody's, and is gone afterwards. Raises `NoScratchDatabase`."""

    def url(self, of: Connection) -> str:
        """What `DATABASE_URL` has to be for this database."""

    def is_empty(self, database: Connection) -> bool:
        """Whether there is no table in it."""

    def put_aside(self, database: Connection, *, stamp: str) -> str:
        """Empty it, and keep what was in it; says where."""

    def size(self, database: Connection) -> int:
        """Its bytes."""


def kind_of(vendor: str) -> Kind:
    """The module for a vendor, `sqlite` or `postgresql`."""
    from kirana.ops.backups import postgresql, sqlite

    modules: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
    return cast("Kind", modules[vendor])


def ours() -> Kind:
    """The kind of the shop's own database."""
    return kind_of(connection.vendor)


@contextmanager
def another(name: str = "") -> Iterator[Connection]:
    """A second connection to the shop's database, or to the one of this name beside it."""
    own: Any = connection.copy()
    if name:
        own.settings_dict = own.settings_dict | {"NAME": name}
    try:
        yield own
    finally:
        own.close()
