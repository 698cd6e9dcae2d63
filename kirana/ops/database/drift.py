"""What should be there and is not: tables, indexes and rules that the models have and the database has lost.

A dropped index makes a page slow, a dropped rule lets wrong rows in; nothing else would say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import NotSupportedError, connection, models

Known = Any  # by name: what `get_constraints` of the database says


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there. `sql` brings it back; empty where this database can only do so by a migration."""

    kind: str  # table, index, rule
    table: str
    name: str
    sql: str = ""


_of_schema: dict[Any, list[Missing]] = {}  # what was missing from the schema that was seen last


def missing() -> list[Missing]:
    """Everything that the models say and the database does not have, table by table.

    For SQLite, Django takes the text of every table apart, which costs a second; it is done again when a text changed.
    """
    if connection.vendor != "sqlite":
        return _compare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        schema = tuple(cursor.fetchall())
    if schema not in _of_schema:
        found = _compare()
        _of_schema.clear()
        _of_schema[schema] = found
    return list(_of_schema[schema])


def _compare() -> list[Missing]:
    found: list[Missing] = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or model._meta.proxy:
                continue
            if table not in there:
                found.append(Missing("table", table, table))
                continue
            known: Known = connection.introspection.get_constraints(cursor, table)
            found += [*_named(model, known), *_of_columns(model, known)]
    return sorted(found, key=lambda one: (one.table, one.name))


def _named(model: Any, known: Known) -> Iterator[Missing]:
    """Indexes and rules that have a name."""
    table, rules = model._meta.db_table, model._meta.constraints
    for index in model._meta.indexes:
        if index.name not in known:
            yield Missing("index", table, index.name, _sql_of(index, model))
    for rule in rules:
        if rule.name not in known:
            yield Missing("rule", table, rule.name, _sql_of(rule, model))


def _of_columns(model: type[models.Model], known: Known) -> Iterator[Missing]:
    """Indexes and rules that columns bring."""
    fields: Any = model._meta.local_concrete_fields
    table = model._meta.db_table
    for field in fields:
        columns = [field.column]
        shapes = [one for one in known.values() if one["columns"] == columns]
        if field.primary_key:
            continue
        if field.unique and not any(one["unique"] for one in shapes):
            yield Missing("rule", table, f"{field.column} is unique", _again(model, field))
        elif field.db_index and not field.unique and not any(one["index"] or one["unique"] for one in shapes):
            yield Missing("index", table, field.column, _again(model, field))
        if _points_somewhere(field) and not any(one["foreign_key"] for one in shapes):
            yield Missing("rule", table, f"{field.column} points to a row")
    for names in model._meta.unique_together:
        together = [field.column for field in fields if field.name in names]
        if not any(one["unique"] and sorted(one["columns"]) == sorted(together) for one in known.values()):
            yield Missing("rule", table, f"{', '.join(together)} are unique together")


def _points_somewhere(field: Any) -> bool:
    return bool(field.remote_field and getattr(field, "db_constraint", False))


def _again(model: type[models.Model], field: Any) -> str:
    """The statement that makes a column's index again."""
    kind = "UNIQUE INDEX" if field.unique else "INDEX"
    quoted = connection.ops.quote_name
    name = f"{model._meta.db_table}_{field.column}_again"[:60]
    return f"CREATE {kind} {quoted(name)} ON {quoted(model._meta.db_table)} ({quoted(field.column)});"


def _sql_of(thing: Any, model: type[models.Model]) -> str:
    """The statement that makes an index or rule; SQLite adds most rules only by writing the table anew."""
    if not isinstance(thing, models.Index) and connection.vendor == "sqlite" and not getattr(thing, "condition", None):
        return ""
    try:
        sql = thing.create_sql(model, connection.schema_editor())
    except NotSupportedError:
        return ""
    return f"{sql};" if sql else ""
