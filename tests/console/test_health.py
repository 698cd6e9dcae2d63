"""Alive, ready, and the page that says so: without a session, and also when the database is gone."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from kirana.core import clock
from kirana.ops import checks, running
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.health import database
from tests.cast import NOW
from tests.storefront.visitors import a_visitor, nothing_is_written, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_database(monkeypatch):
    """The database's address leads nowhere."""

    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(database, "round_trip_ms", refuse)
    monkeypatch.setattr(database.connection, "close", lambda: None)


def probe(path: str, **headers: str):
    return Client().get(path, headers=headers)


def test_alive_is_one_question_and_no_session():
    with statements() as sent:
        answer = probe("/api/health", host="10.0.0.7:8000")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "up"})
    assert sent == ["SELECT 1"]
    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("no_database")
def test_a_shop_without_its_database_is_alive_and_says_what_is_wrong():
    answer = probe("/api/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded", "database": "down"})


@pytest.mark.usefixtures("no_database", "it_is_now")
def test_a_shop_without_its_database_is_not_ready():
    answer = probe("/api/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"health.database": "act"}


@pytest.mark.usefixtures("it_is_now")
def test_ready_with_a_worker_and_not_without():
    assert probe("/api/health/ready").json()["checks"]["queue.worker"] == "act"
    running.beat(name=running.WORKER, at=NOW)
    answer = probe("/api/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"]["health.migrations"] == "good"


def test_a_worker_that_has_been_silent_for_six_minutes_makes_it_not_ready(monkeypatch):
    running.beat(name=running.WORKER, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=6))
    assert probe("/api/health/ready").status_code == 503


@pytest.mark.usefixtures("it_is_now")
def test_ready_says_what_backups_and_gateways_said_last(monkeypatch):
    running.beat(name=running.WORKER, at=NOW)
    answer = Answer(Verdict.WATCH, "Old.", figures=[Figure("Age", "3")])
    backup = Check("backup.age", "Backup", 60, "worker-down", lambda _at: answer)
    monkeypatch.setattr(checks, "_checks", {**checks._checks, "backup.age": backup})
    running.run(check=backup, at=NOW)
    ready = probe("/api/health/ready")
    assert (ready.status_code, ready.json()["checks"]["backup.age"]) == (200, "watch")


@pytest.mark.usefixtures("it_is_now")
def test_a_stranger_is_told_verdicts_and_nothing_else():
    assert set(probe("/api/health/ready").json()) == {"status", "at", "checks"}
    assert set(probe("/api/health/ready").json()["checks"].values()) <= set(Verdict.values)


@pytest.mark.usefixtures("it_is_now")
def test_probing_writes_nothing(lakshmi):
    with nothing_is_written():
        for path in ("/api/health", "/api/health/ready", "/health/"):
            probe(path)


@pytest.mark.usefixtures("it_is_now")
@pytest.mark.parametrize(("path", "words"), [("/health/", "The shop is up"), ("/hi/health/", "दुकान चालू है")])
def test_the_page_for_people(path, words):
    running.beat(name=running.WORKER, at=NOW)
    answer = a_visitor().get(path)
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.usefixtures("no_database", "it_is_now")
def test_the_page_says_that_the_database_is_gone():
    answer = a_visitor().get("/health/")
    assert answer.status_code == 503
    assert "The shop has trouble" in answer.content.decode()


@pytest.mark.usefixtures("it_is_now")
def test_a_machine_gets_json_from_the_page_too():
    assert probe("/health/", accept="application/json").json() == {"status": "ok", "database": "up"}
