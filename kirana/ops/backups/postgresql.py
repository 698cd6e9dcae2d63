"""Backups of a PostgreSQL database, by its own client programs: pg_dump and pg_restore, custom format.

Rows are counted in the very snapshot that pg_dump copies, so that the count holds to the row while the shop writes.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.db import DatabaseError

from kirana.ops.backups import tallies
from kirana.ops.backups.archive import Progress
from kirana.ops.backups.databases import Connection, Rows, another
from kirana.ops.backups.refusals import NoScratchDatabase, ProgramFailed, ProgramMissing

PROGRAMS = Path("/usr/lib/postgresql")
ASIDE = "before_restore_"
MOST_OF_AN_ERROR = 400


def dump(to: Path, *, progress: Progress) -> Rows:
    """See `databases.Kind`."""
    with another() as source, source.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        progress("Copying the database", 0, 1)
        # What a restore has put aside is not copied again; zstandard compresses later, and better.
        options = [f"--snapshot={snapshot}", f"--exclude-schema={ASIDE}*", "--compress=0", "--no-owner"]
        _run("pg_dump", source, "--format=custom", *options, f"--file={to}")
        progress("Copying the database", 1, 1)
        counted = tallies.take(source, tallies.plan())
        cursor.execute("ROLLBACK")
        return counted


def load(source: Path, into: Connection) -> None:
    """See `databases.Kind`; raises `ProgramFailed` at the first thing that cannot be restored."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={os.cpu_count() or 1}"]
    _run("pg_restore", into, *options, f"--dbname={_parameters(into)['dbname']}", str(source))
    with into.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def scratch(folder: Path) -> Iterator[Connection]:
    """See `databases.Kind`: a database beside the shop's own, on the same server."""
    name = f"kirana_drill_{os.getpid()}_{abs(hash(str(folder))) % 10**8}"
    with another() as owner:
        try:
            with owner.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        except DatabaseError as error:
            raise NoScratchDatabase(reason=str(error).strip()) from error
        try:
            with another(name) as database:
                yield database
        finally:
            with owner.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url(of: Connection) -> str:
    """See `databases.Kind`."""
    asked = _parameters(of)
    user, password = quote(asked.get("user", ""), safe=""), quote(asked.get("password", ""), safe="")
    door = f"{user}{':' if password else ''}{password}@" if user else ""
    host, port = asked.get("host", ""), asked.get("port", "")
    if host.startswith("/"):
        query = urlencode({"host": host} | ({"port": port} if port else {}))
        return f"postgres://{door}/{asked['dbname']}?{query}"
    return f"postgres://{door}{host}{f':{port}' if port else ''}/{asked['dbname']}"


def is_empty(database: Connection) -> bool:
    """See `databases.Kind`."""
    with database.cursor() as cursor:
        return not database.introspection.table_names(cursor)


def put_aside(database: Connection, *, stamp: str) -> str:
    """See `databases.Kind`: the schema gets another name, and stays in the same database."""
    aside = f"{ASIDE}{re.sub(r'[^0-9]', '_', stamp)}"
    with database.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {aside}")
        cursor.execute("CREATE SCHEMA public")
    return f"the schema {aside}"


def size(database: Connection) -> int:
    """See `databases.Kind`."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _parameters(of: Connection) -> dict[str, str]:
    """How to reach it, in libpq's words."""
    asked: dict[str, Any] = of.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    return {name: str(asked[name]) for name in names if asked.get(name)}


def _run(name: str, database: Connection, *arguments: str) -> None:
    """One of the client programs, told of the database by its environment, where no other user sees the password."""
    asked = _parameters(database)
    told = {f"PG{('database' if key == 'dbname' else key).upper()}": value for key, value in asked.items()}
    words = [str(program(name, least=_server(database))), *arguments]
    done = subprocess.run(words, env=os.environ | told, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ProgramFailed(program=name, reason=done.stderr.strip()[:MOST_OF_AN_ERROR])


def _server(database: Connection) -> int:
    """The server's major version."""
    database.ensure_connection()
    return int(getattr(database, "pg_version")) // 10_000  # noqa: B009  (of this kind of connection only)


def program(name: str, *, least: int) -> Path:
    """The newest of this client program; an older one than the server refuses to work. Raises `ProgramMissing`."""
    found = {path: int(path.parts[-3]) for path in PROGRAMS.glob(f"*/bin/{name}") if path.parts[-3].isdigit()}
    by_path = shutil.which(name)
    if by_path and not found:
        found[Path(by_path)] = _version(by_path)
    good = [path for path, version in sorted(found.items(), key=lambda pair: pair[1]) if version >= least]
    if not good:
        raise ProgramMissing(program=name, version=least)
    return good[-1]


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    match = re.search(r"(\d+)", said)
    return int(match.group(1)) if match else 0
