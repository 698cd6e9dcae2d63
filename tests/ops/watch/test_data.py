"""The size of the database, when it is full, who is connected; statements and indexes as checks."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from kirana.ops import database, watch
from kirana.ops.checks import Verdict
from kirana.ops.database import statements as kept
from kirana.ops.database.questions import Connections
from kirana.ops.database.sampling import Sample
from kirana.ops.measure import history, store
from kirana.ops.measure.figures import Figures
from kirana.ops.watch import data, statements
from tests.cast import NOW
from tests.ops.measured import an_hour

pytestmark = pytest.mark.django_db


def days_of(*kib):
    """A day's end for each size, the last one today."""
    for ago, size in enumerate(reversed(kib)):
        figures = Figures()
        figures.note_levels({"database.size_kib": size})
        at = store.beginning_of("day", NOW - timedelta(days=ago))
        store.Measurement.objects.create(span="day", starts_at=at, source="", figures=figures.pack())


def a_slow_statement(times=1, worst=1500):
    sample = Sample("SELECT 1", [], "kirana/orders/selectors.py:board")
    for _ in range(times):
        sample.note(worst)
    kept.write_down([sample], at=NOW)


def test_a_healthy_shop_has_nothing_to_act_on(lakshmi, settings):
    settings.DATABASE_LIMIT_MB = 500
    an_hour(NOW)
    said = {check.key: check.run(NOW).verdict for check in watch.CHECKS}
    assert len(said) == 15
    assert {key for key, verdict in said.items() if verdict is not Verdict.GOOD} == set()


def test_a_database_near_its_limit_is_said(settings):
    settings.DATABASE_LIMIT_MB = database.size_bytes() * 10 // 9 // (1024 * 1024)
    answer = data.size(NOW)
    assert answer.verdict == Verdict.ACT
    assert "more than 80 % of its room" in answer.message


def test_a_limit_that_nobody_knows_is_not_called_well(settings, monkeypatch):
    monkeypatch.setattr(database.care(), "room_bytes", lambda: 0)
    assert data.size(NOW).verdict == Verdict.NOT_CONNECTED


@pytest.mark.parametrize(
    ("kib", "days", "verdict"),
    [
        ((10_000,), None, Verdict.GOOD),
        ((10_000, 10_000, 10_000, 10_000), None, Verdict.GOOD),
        ((10_000, 20_000, 30_000, 40_000), 6, Verdict.ACT),
        ((10_000, 15_000, 20_000, 25_000), 15, Verdict.WATCH),
        ((10_000, 10_100, 10_200, 10_300), 921, Verdict.GOOD),
    ],
)
def test_the_day_it_is_full_is_a_line_through_the_days(kib, days, verdict, settings):
    settings.DATABASE_LIMIT_MB = 100
    days_of(*kib)
    answer = data.forecast(NOW)
    assert answer.verdict == verdict
    told = [figure.value for figure in answer.figures if figure.label == "Days until it is full"]
    assert told == ([str(days)] if days is not None else [])


@pytest.mark.sqlite_only
def test_a_size_that_shrinks_is_never_full():
    sizes = [(NOW + timedelta(days=day), 1000 - day) for day in range(5)]
    assert history.days_until(limit=2000, sizes=sizes) is None


def test_connections_that_are_nearly_all_taken_are_said(monkeypatch):
    monkeypatch.setattr(database.care(), "connections", lambda: Connections(85, 100, 0, 0))
    assert data.connections(NOW).message == "85 of 100 connections are taken."


def test_a_transaction_left_open_is_said(monkeypatch):
    if connection.vendor == "sqlite":
        monkeypatch.setattr(data.sqlite, "wal_bytes", lambda: 300 * 1024 * 1024)
    monkeypatch.setattr(database.care(), "connections", lambda: Connections(5, 100, 1, 900))
    assert data.leaks(NOW).verdict == Verdict.ACT


def test_a_slow_statement_is_told_by_who_sent_it():
    a_slow_statement()
    answer = statements.slow(NOW)
    assert answer.verdict == Verdict.ACT
    assert answer.message == (
        "A statement of kirana/orders/selectors.py:board was slow 1 times within a day, at worst 1500 ms."
    )


def test_a_little_slow_now_and_then_is_to_be_watched():
    a_slow_statement(times=2, worst=300)
    assert statements.slow(NOW).verdict == Verdict.WATCH


def test_a_lost_index_is_told_with_what_brings_it_back():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX idempotency_claimed_at")
    answer = statements.indexes_dropped(NOW)
    assert answer.verdict == Verdict.ACT
    assert [row[:2] for row in answer.rows] == [("index idempotency_claimed_at", "core_idempotencykey")]
    assert answer.rows[0][2].startswith('CREATE INDEX "idempotency_claimed_at" ON "core_idempotencykey"')


def test_esha_asks_for_all_of_it_by_a_command(it_is_now):
    a_slow_statement()
    said = StringIO()
    call_command("database_care", stdout=said)
    lines = said.getvalue()
    assert "Slow statements: A statement of kirana/orders/selectors.py:board was slow" in lines
    assert "Indexes and rules that are lost: Every index and rule is there." in lines
