"""System checks: what must be true before a shop may open."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

REPAIRED = (3, 51, 3)  # the release in which the WAL reset is mended


@register(Tags.database)
def sqlite_is_safe_to_share(**_options: Any) -> list[CheckMessage]:
    """Refuse WAL on a SQLite that can corrupt a database used by two processes."""
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        return []
    from sqlite3 import dbapi2

    if dbapi2.sqlite_version_info >= REPAIRED:
        return []
    return [
        Error(
            f"SQLite {dbapi2.sqlite_version} can corrupt a database that two processes use.",
            hint="Install the pinned requirements (pysqlite3 brings SQLite 3.53), or use PostgreSQL.",
            id="kirana.E001",
        )
    ]
