"""How long a change waits for the disk.

What the shop has said yes to is on the disk before it says so: SQLite runs with `synchronous = FULL`, PostgreSQL with
`synchronous_commit = on`. What only remembers a wish, as a basket does, need not wait: it is in the log at once,
outlives the process being killed, and is on the disk with the next change that does wait, at the latest with the
worker's sign of life. Only a power cut can take it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

AS_EVER = "TRUE"
# Until the statement's own transaction ends, and so for it alone.
POSTGRES_NOT_WAITING = "(SELECT set_config('synchronous_commit', 'off', TRUE)) = 'off'"


@contextmanager
def relaxed() -> Iterator[str]:
    """Have one statement, outside of a transaction, not wait for the disk; inside of one it waits as all of it does.

    Yields a condition that is always true. The statement's own `WHERE` has to begin with it: it is how PostgreSQL is
    told, without another trip.
    """
    if connection.in_atomic_block:
        yield AS_EVER
    elif connection.vendor == "postgresql":
        yield POSTGRES_NOT_WAITING
    else:
        connection.ensure_connection()
        database = connection.connection
        database.execute("PRAGMA synchronous = NORMAL")
        try:
            yield AS_EVER
        finally:
            database.execute("PRAGMA synchronous = FULL")
