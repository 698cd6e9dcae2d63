"""What a person can do about indexes: add one where a large table is read from end to end, drop one nothing uses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection

from kirana.ops import database
from kirana.ops.database import statements
from kirana.ops.database.questions import Index
from kirana.ops.database.statements import Statement

LARGE = 10_000  # rows: below, reading all of a table is as quick as an index
WORTH_DROPPING = 1024 * 1024  # bytes
LONG_ENOUGH = timedelta(days=7)
MOST_COLUMNS = 3
COMPARED = r'"{name}"\."(\w+)" (=|IN|>=|<=|>|<|BETWEEN)'
SORTED = r'ORDER BY (?:.*?)"{name}"\."(\w+)"'
ALIASES = r'"{table}"(?: (?:AS )?("?\w+"?))?'
WORDS = {"ON", "WHERE", "INNER", "LEFT", "SET", "ORDER", "GROUP", "LIMIT", "CROSS", "JOIN", "FOR", "USING"}


@dataclass(frozen=True, slots=True)
class ToAdd:
    """An index that would help: for which statement, as SQL, and as the line of a migration."""

    table: str
    columns: tuple[str, ...]
    rows: int
    caller: str
    sql: str
    migration: str


def to_add() -> list[ToAdd]:
    """Indexes that captured plans ask for: a large table read from end to end, and columns that it is searched by."""
    sizes = {table.name: table.rows for table in database.care().tables()}
    found: dict[tuple[str, tuple[str, ...]], ToAdd] = {}
    for statement in statements.scanning():
        for table in statement.scanned:
            if sizes.get(table, 0) >= LARGE:
                advised = _advised(statement, table, sizes[table])
                if advised:
                    found.setdefault((table, advised.columns), advised)
    return [found[key] for key in sorted(found)]


def unused(*, at: datetime) -> list[Index]:
    """Indexes of some size that the database never chose (PostgreSQL counts), or that no captured plan of the last
    weeks chose (SQLite does not). None before statements were looked at for a week. Rules are never among them."""
    since = statements.watched_since()
    if since is None or at - since < LONG_ENOUGH:
        return []
    chosen = statements.chosen_indexes()
    large = [one for one in database.care().indexes() if not one.is_rule and one.bytes >= WORTH_DROPPING]
    return [one for one in large if not one.uses and one.name not in chosen]


def columns_of(sql: str, table: str) -> tuple[str, ...]:
    """The columns that a statement searches a table by: equal ones first, then one range, or the order."""
    name = _alias(sql, table)
    compared = re.findall(COMPARED.format(name=re.escape(name)), sql)
    equal = _once(column for column, sign in compared if sign in ("=", "IN"))
    ranged = _once(column for column, sign in compared if sign not in ("=", "IN"))
    if not equal and not ranged:
        return ()
    ordered = re.findall(SORTED.format(name=re.escape(name)), sql)
    return tuple(_once([*equal[:MOST_COLUMNS], *(ranged or ordered)[:1]]))


def _advised(statement: Statement, table: str, rows: int) -> ToAdd | None:
    columns = columns_of(statement.sql, table)
    if not columns or _is_there(table, columns[0]):
        return None
    return ToAdd(table, columns, rows, statement.caller, _sql(table, columns), _migration(table, columns))


def _is_there(table: str, column: str) -> bool:
    """Whether an index begins with the column: then the database has one and found reading everything cheaper."""
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, table).values()
    return any(one["columns"][:1] == [column] and (one["index"] or one["unique"]) for one in known)


def _sql(table: str, columns: tuple[str, ...]) -> str:
    quoted = connection.ops.quote_name
    how = "INDEX CONCURRENTLY" if connection.vendor == "postgresql" else "INDEX"
    listed = ", ".join(map(quoted, columns))
    return f"CREATE {how} {quoted(_name(table, columns))} ON {quoted(table)} ({listed});"


def _migration(table: str, columns: tuple[str, ...]) -> str:
    """The operation of a migration, and so the index of the model's Meta."""
    model = next((one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table), None)
    if model is None:
        return ""
    fields = [field.name for column in columns for field in model._meta.local_concrete_fields if field.column == column]
    index = f"models.Index(fields={fields!r}, name={_name(table, columns)!r})"
    return f"migrations.AddIndex(model_name={model._meta.model_name!r}, index={index})"


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"{table.split('_', 1)[-1]}_{'_'.join(columns)}"[:30].rstrip("_")


def _alias(sql: str, table: str) -> str:
    for alias in re.findall(ALIASES.format(table=re.escape(table)), sql):
        if alias and alias.strip('"').upper() not in WORDS:
            return str(alias.strip('"'))
    return table


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
