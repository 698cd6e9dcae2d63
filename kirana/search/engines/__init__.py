"""Full-text indexes, one module for each database, with one contract:

index(entries)            have these entries, and no older ones of the same products, in the index
find(words, limit)        product ids whose entry has every word (the last one may be a beginning), best first
"""

from types import ModuleType

from django.db import connection

from kirana.search.engines import postgresql, sqlite


def engine() -> ModuleType:
    """The engine of the database in use."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
