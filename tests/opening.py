"""Lakshmi Stores is opened once, by the shop's own verbs; every other test gets the same rows again, at once.

Opening it takes more than four hundred statements, and most tests begin with it. The rows are those that the verbs
wrote, with the same ids; whatever a test does to them is undone with its transaction.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from kirana.search.engines import engine
from kirana.search.models import SearchEntry
from tests.cast import Lakshmi, open_lakshmi_stores


@dataclass(frozen=True)
class Table:
    """The rows of a table, and the statement that puts them back."""

    name: str
    insert: str
    values: Sequence[Any]


@dataclass(frozen=True)
class Opened:
    """The shop as it was opened."""

    lakshmi: Lakshmi
    tables: Sequence[Table]

    def again(self) -> Lakshmi:
        """Put the rows back, and hand out the people and goods as they were."""
        with transaction.atomic(), connection.cursor() as cursor:  # at whose end all the keys are there
            for table in self.tables:
                cursor.execute(table.insert, table.values)
        engine().index(list(SearchEntry.objects.all()))
        return copy.deepcopy(self.lakshmi)


_kept: list[Opened] = []


def lakshmi_stores() -> Lakshmi:
    """The shop, open; for a database in which it is not."""
    if not _kept:
        before = set(_filled())
        lakshmi = open_lakshmi_stores()
        tables = [_table(name) for name in _filled() if name not in before]
        _kept.append(Opened(copy.deepcopy(lakshmi), tables))
        return lakshmi
    if {table.name for table in _kept[0].tables} & set(_filled()):
        return open_lakshmi_stores()  # beside what a test has put there first, with ids of its own
    return _kept[0].again()


def _filled() -> list[str]:
    """The tables that hold anything."""
    names = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [row[0] for row in cursor.fetchall()]


def _table(name: str) -> Table:
    as_stored = "+" if connection.vendor == "sqlite" else ""  # an expression, whose values nothing is made of
    with connection.cursor() as cursor:
        names = [f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, name)]
        cursor.execute(f'SELECT {", ".join(as_stored + column for column in names)} FROM "{name}"')
        rows = cursor.fetchall()
    places = f"({', '.join(['%s'] * len(names))})"
    insert = f'INSERT INTO "{name}" ({", ".join(names)}) VALUES {", ".join([places] * len(rows))}'
    return Table(name, insert, [value for row in rows for value in row])
