"""SQLite's answers. It keeps no statistics of its own: what it can say is what stands in the file and in plans."""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from kirana.ops.database.questions import Connections, Index, Plan, Table

SCANNED = re.compile(r"^SCAN (\S+)$")
CHOSEN = re.compile(r"USING (?:COVERING )?INDEX (\S+)")
ALIAS = r'"(\w+)"\s+(?:AS\s+)?"?{name}"?(?:\s|$)'
WAL = "-wal"
SIZES = """SELECT name, SUM(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name"""
OF_ENTRIES = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY name"


def size_bytes() -> int:
    """The file's pages, and what has not been moved into them yet."""
    return _number("PRAGMA page_count") * _number("PRAGMA page_size") + wal_bytes()


def wal_bytes() -> int:
    """The write-ahead log beside the file: it grows as long as somebody reads an old state of the database."""
    log = Path(f"{connection.settings_dict['NAME']}{WAL}")
    with suppress(FileNotFoundError):
        return log.stat().st_size
    return 0


def room_bytes() -> int:
    """The file, and what is free on its disk."""
    return size_bytes() + shutil.disk_usage(settings.DATA).free


def connections() -> Connections:
    """SQLite has no server that would know: one file, no limit, nobody counted."""
    return Connections(open=0, most=0, idle_in_transaction=0, oldest_seconds=0)


def tables() -> list[Table]:
    """The tables with their indexes' pages."""
    found: dict[str, int] = {}
    sizes = _sizes()
    for kind, name, table, _sql in _asked(OF_ENTRIES):
        if kind == "table" and not name.startswith("sqlite_"):
            found[name] = found.get(name, 0) + sizes.get(name, 0)
        elif kind == "index":
            found[table] = found.get(table, 0) + sizes.get(name, 0)
    counted = [Table(name, size, _rows(name)) for name, size in found.items()]
    return sorted(counted, key=lambda one: (-one.bytes, one.name))


def indexes() -> list[Index]:
    """Every index; those without a statement of their own are what a rule of the table rests on."""
    sizes = _sizes()
    return [
        Index(name, table, sizes.get(name, 0), is_rule=not sql or sql.upper().startswith("CREATE UNIQUE"))
        for kind, name, table, sql in _asked(OF_ENTRIES)
        if kind == "index"
    ]


def plan(sql: str, values: Sequence[Any] | None) -> Plan:
    """The query plan, in SQLite's words."""
    lines = [row[3] for row in _asked(f"EXPLAIN QUERY PLAN {sql}", values)]
    scanned = tuple(_table_of(match[1], sql) for line in lines if (match := SCANNED.match(line)))
    chosen = tuple(match for line in lines for match in CHOSEN.findall(line))
    return Plan("\n".join(lines), scanned, chosen)


def dead_bytes() -> int:
    """Pages of the file that nothing is in."""
    return _number("PRAGMA freelist_count") * _number("PRAGMA page_size")


def tidy_sql(table: str) -> str:
    """The whole file is written anew; nobody else can write meanwhile."""
    return "VACUUM;"


def _table_of(name: str, sql: str) -> str:
    """The table behind an alias of the statement."""
    found = re.search(ALIAS.format(name=re.escape(name)), sql)
    return found[1] if found else name


def _sizes() -> dict[str, int]:
    """What each table and index takes; nothing where this SQLite was built without `dbstat`."""
    try:
        return dict(_asked(SIZES))
    except DatabaseError:
        return {}


def _rows(table: str) -> int:
    return _number(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  (a name, quoted)


def _number(sql: str) -> int:
    return int(_asked(sql)[0][0])


def _asked(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
