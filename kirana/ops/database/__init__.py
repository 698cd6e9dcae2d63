"""Care for the database: the same questions to SQLite and to PostgreSQL, each answered by a module of its own.

What is asked is in `questions`; a module that answers differently on one of the two fails the same contract tests.
"""

from functools import cache
from importlib import import_module
from typing import cast

from django.conf import settings
from django.db import connection

from kirana.ops.database.questions import Connections, Database

MODULES = {"sqlite": "kirana.ops.database.sqlite", "postgresql": "kirana.ops.database.postgresql"}
MIB = 1024 * 1024


@cache
def _module(vendor: str) -> Database:
    return cast(Database, import_module(MODULES[vendor]))


def care() -> Database:
    """The module that answers for the database in use."""
    return _module(connection.vendor)


def size_bytes() -> int:
    """What the whole database takes."""
    return care().size_bytes()


def limit_bytes() -> int:
    """What it may take: the plan's limit (`DATABASE_LIMIT_MB`), or what the disk has room for; 0: nobody knows."""
    if settings.DATABASE_LIMIT_MB:
        return int(settings.DATABASE_LIMIT_MB) * MIB
    return care().room_bytes()


def connections() -> Connections:
    """How many connections there are, and how many there may be."""
    return care().connections()
