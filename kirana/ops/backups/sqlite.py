"""Backups of a SQLite database, by SQLite's own online backup.

The copy is made in steps on a connection that holds one read transaction: writers go on, and what they write
meanwhile is not in the copy. Without the transaction every write would make the copying begin anew.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from kirana.ops.backups import tallies
from kirana.ops.backups.archive import Progress
from kirana.ops.backups.databases import Connection, Rows, another
from kirana.ops.backups.refusals import BackupCorrupt

PAGES_AT_A_STEP = 4000
BESIDE = ("", "-wal", "-shm")


def dump(to: Path, *, progress: Progress) -> Rows:
    """See `databases.Kind`."""
    with another() as source, another(str(to)) as copy:
        _begin_reading(source)
        copy.ensure_connection()

        def step(_status: int, left: int, total: int) -> None:
            progress("Copying the database", total - left, total)

        from_: Any = source.connection
        from_.backup(copy.connection, pages=PAGES_AT_A_STEP, progress=step, sleep=0)
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        return tallies.take(copy, tallies.plan())


def _begin_reading(source: Connection) -> None:
    with source.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT COUNT(*) FROM sqlite_master")
        cursor.fetchone()


def load(source: Path, into: Connection) -> None:
    """See `databases.Kind`; raises `BackupCorrupt` when SQLite finds the file damaged."""
    with another(str(source)) as copy:
        try:
            with copy.cursor() as cursor:
                cursor.execute("PRAGMA quick_check(1)")
                [(said,)] = cursor.fetchall()
        except DatabaseError as error:
            raise BackupCorrupt(name=source.name, reason=str(error)) from error
        if said != "ok":
            raise BackupCorrupt(name=source.name, reason=said)
        into.ensure_connection()
        from_: Any = copy.connection
        from_.backup(into.connection)


@contextmanager
def scratch(folder: Path) -> Iterator[Connection]:
    """See `databases.Kind`: a file in the folder."""
    path = folder.joinpath("scratch.sqlite3")
    with another(str(path)) as database:
        yield database
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def url(of: Connection) -> str:
    """See `databases.Kind`."""
    return f"sqlite:///{of.settings_dict['NAME']}"


def is_empty(database: Connection) -> bool:
    """See `databases.Kind`."""
    with database.cursor() as cursor:
        return not database.introspection.table_names(cursor)


def put_aside(database: Connection, *, stamp: str) -> str:
    """See `databases.Kind`: the file, and what belongs to it, gets another name."""
    database.close()
    path = Path(database.settings_dict["NAME"])
    aside = path.with_name(f"{path.stem}-before-{stamp}{path.suffix}")
    for ending in BESIDE:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return str(aside)


def size(database: Connection) -> int:
    """See `databases.Kind`."""
    with database.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
