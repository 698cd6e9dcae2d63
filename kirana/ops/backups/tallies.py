"""Rows and sums of every table, counted where a backup is made and again where it is restored.

The sum of each column of whole numbers is taken, which covers every ledger and every amount without knowing one. The
latest `at` of any table is the last thing that happened.
"""

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kirana.ops.backups.databases import Connection, Rows

Table = dict[str, Any]
SHOWN = 5


def plan() -> dict[str, list[str]]:
    """Every table of the shop and its columns of whole numbers."""
    return {
        model._meta.db_table: sorted(
            str(column.column)
            for column in model._meta.concrete_fields
            if isinstance(column, models.IntegerField) and not column.primary_key
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def take(database: Connection, wanted: dict[str, list[str]]) -> Rows:
    """`{"orders_order": {"rows": 12, "sums": {"total_paise": 62700}}}`, of the tables that are there."""
    with database.cursor() as cursor:
        there = set(database.introspection.table_names(cursor))
    return {table: _count(database, table, columns) for table, columns in sorted(wanted.items()) if table in there}


def _count(database: Connection, table: str, columns: list[str]) -> Table:
    quote = database.ops.quote_name
    asked = ", ".join(["COUNT(*)", *(f"SUM({quote(column)})" for column in columns)])
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM {quote(table)}")  # noqa: S608  (names of our own tables)
        rows, *sums = cursor.fetchone()
    return {"rows": rows, "sums": {name: int(total or 0) for name, total in zip(columns, sums, strict=True)}}


def compare(expected: Rows, found: Rows) -> list[str]:
    """What differs, in words; nothing when all is there."""
    differences = []
    for table, was in expected.items():
        now = found.get(table)
        if now is None:
            differences.append(f"{table} is not there")
        elif now["rows"] != was["rows"]:
            differences.append(f"{table} has {now['rows']} rows of {was['rows']}")
        elif now["sums"] != was["sums"]:
            wrong = [name for name in was["sums"] if now["sums"].get(name) != was["sums"][name]]
            differences.append(f"{table} sums to something else in {', '.join(wrong)}")
    return differences


def again(database: Connection, expected: Rows) -> Rows:
    """The same count in another database."""
    return take(database, {table: sorted(counted["sums"]) for table, counted in expected.items()})


def last_change(database: Connection) -> datetime | None:
    """The latest moment that any history, ledger or log of the shop speaks of."""
    found = []
    with database.cursor() as cursor:
        for model in apps.get_models():
            if any(column.name == "at" for column in model._meta.concrete_fields):
                table = database.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT MAX(at) FROM {table}")  # noqa: S608
                found.append(_moment(cursor.fetchone()[0]))
    return max((one for one in found if one), default=None)


def _moment(value: Any) -> datetime | None:
    moment = parse_datetime(value) if isinstance(value, str) else value
    if moment is not None and timezone.is_naive(moment):
        return timezone.make_aware(moment, UTC)
    return moment
