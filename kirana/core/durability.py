"""How long a change waits for the disk.

What the shop has said yes to is on the disk before it says so: SQLite runs with `synchronous = FULL`. What only
remembers a wish, as a basket does, need not wait: it is in the log at once, outlives the process being killed, and is
on the disk with the next change that does wait, at the latest with the worker's sign of life. Only a power cut can
take it. PostgreSQL writes several commits to the disk in one go, and there nothing is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def relaxed() -> Iterator[None]:
    """Have one statement, outside of a transaction, not wait for the disk; inside of one it waits as all of it does."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    database = connection.connection
    database.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        database.execute("PRAGMA synchronous = FULL")
