"""SQLite's answers. It keeps no statistics of its own: what it can say is what stands in the file and in plans."""

import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from kirana.ops.database.questions import Connections, Counted, Index, Plan, Table

SCANNED = re.compile(r"^SCAN (\S+)(?: USING (?:COVERING )?INDEX \S+)?$")  # through an index it is all of it, too
CHOSEN = re.compile(r"USING (?:COVERING )?INDEX (\S+)")
ALIAS = r'"(\w+)"\s+(?:AS\s+)?"?{name}"?(?:\s|$)'
WAL = "-wal"
LOOKED_AT = 200  # rows, to know how wide a table is
OF_A_ROW, OF_A_CELL = 6, 2  # bytes that SQLite adds to them


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
    """The tables with their indexes; sizes are estimated from the first rows of each."""
    found = []
    for name in connection.introspection.table_names():
        shape = _shape(name)
        indexed = sum(index.bytes for index in _indexes_of(name, shape))
        found.append(Table(name, shape.bytes_of(shape.widths) + indexed, shape.rows))
    return sorted(found, key=lambda one: (-one.bytes, one.name))


def indexes() -> list[Index]:
    """Every index; SQLite does not count how often it chose one."""
    tables = connection.introspection.table_names()
    found = [index for name in tables for index in _indexes_of(name, _shape(name))]
    return sorted(found, key=lambda one: one.name)


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


def counted_by_server(*, slower_than_ms: int, limit: int) -> list[Counted]:
    """There is no server that would count."""
    return []


def _table_of(name: str, sql: str) -> str:
    """The table behind an alias of the statement."""
    found = re.search(ALIAS.format(name=re.escape(name)), sql)
    return found[1] if found else name


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many rows a table has, and how wide each of its columns is in the middle of the first ones."""

    rows: int
    widths: dict[str, int]

    def bytes_of(self, columns: Iterable[str]) -> int:
        return self.rows * (OF_A_ROW + sum(self.widths.get(column, OF_A_CELL) for column in columns))


def _shape(table: str) -> _Shape:
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted} LIMIT {LOOKED_AT}")  # noqa: S608  (a name, quoted)
        names = [column[0] for column in cursor.description]
        looked_at = cursor.fetchall()
    widths = {
        name: OF_A_CELL + sum(_width(row[place]) for row in looked_at) // max(1, len(looked_at))
        for place, name in enumerate(names)
    }
    return _Shape(_number(f"SELECT COUNT(*) FROM {quoted}"), widths)  # noqa: S608


def _width(cell: Any) -> int:
    return len(cell) if isinstance(cell, bytes) else len(str(cell).encode()) if cell is not None else 0


def _indexes_of(table: str, shape: _Shape) -> list[Index]:
    quoted = connection.ops.quote_name
    found = []
    for _number, name, is_unique, origin, *_more in _asked(f"PRAGMA index_list({quoted(table)})"):
        columns = [row[2] for row in _asked(f"PRAGMA index_info({quoted(name)})")]
        found.append(Index(name, table, shape.bytes_of(columns), is_rule=bool(is_unique) or origin in ("u", "pk")))
    return found


def _number(sql: str) -> int:
    return int(_asked(sql)[0][0])


def _asked(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
