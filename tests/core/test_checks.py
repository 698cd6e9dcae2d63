"""What must be true before a shop may open."""

from sqlite3 import dbapi2

import pytest
from django.core.checks import run_checks
from django.db import connection

from kirana.core import checks


def test_this_shop_may_open():
    assert run_checks() == []


def test_this_sqlite_is_safe_to_share():
    assert dbapi2.sqlite_version_info >= checks.REPAIRED
    assert checks.sqlite_is_safe_to_share() == []


def test_a_sqlite_that_can_lose_a_database_keeps_the_shop_shut(monkeypatch):
    monkeypatch.setattr(checks, "REPAIRED", (99, 0, 0))
    errors = checks.sqlite_is_safe_to_share()
    if connection.vendor == "postgresql":
        assert errors == []
        return
    (error,) = errors
    assert error.id == "kirana.E001"
    assert error.is_serious()
    assert error.msg == f"SQLite {dbapi2.sqlite_version} can corrupt a database that two processes use."


@pytest.mark.sqlite_only
def test_writers_queue_and_readers_do_not_wait(db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
