"""The thread that writes: once a minute, later when the database is away, and the last counts at the end."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.db import DatabaseError

from bench.server import free_port
from kirana.ops.measure import store
from kirana.ops.measure.flusher import Flusher
from kirana.ops.measure.recorder import recorder
from kirana.ops.measure.store import Measurement, Span
from tests.cast import NOW
from tests.shop import ROOT, Shop

pytestmark = pytest.mark.django_db

HOW_MANY = "from kirana.ops.measure import store; print(store.total().all_requests().count)"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    recorder.take()


def test_what_was_counted_is_written_with_the_process_beside_it():
    recorder.note("home", 12_000, 200)
    flusher = Flusher("web")
    flusher.turn(at=NOW)
    row = Measurement.objects.get(span=Span.MINUTE)
    assert (row.starts_at, row.source) == (NOW, flusher.source)
    assert row.opened.requests["home"].count == 1
    assert row.opened.gauges["process.web.memory_kib"].last > 10_000


def test_while_the_database_is_away_the_counts_wait(monkeypatch):
    def away(**_facts):
        raise DatabaseError("no connection")

    flusher = Flusher("web")
    with monkeypatch.context() as without:
        without.setattr(store, "keep_minutes", away)
        for minute in range(3):
            recorder.note("home", 12_000, 200)
            flusher.turn(at=NOW + timedelta(minutes=minute))
    assert not Measurement.objects.exists()
    flusher.turn(at=NOW + timedelta(minutes=3))
    rows = Measurement.objects.filter(span=Span.MINUTE).order_by("starts_at")
    assert [row.opened.all_requests().count for row in rows] == [1, 1, 1, 0]
    assert store.total().all_requests().count == 3


@pytest.mark.sqlite_only
def test_a_web_server_that_is_closed_in_peace_has_written_everything(tmp_path):
    """Two processes of granian, forty requests, SIGTERM: forty are in the table."""
    shop = Shop(tmp_path, port=free_port())
    shop.command("migrate", "-v0")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(shop.port), "--workers", "2"]
    server = subprocess.Popen([*command, "kirana.config.wsgi:application"], cwd=ROOT, env=shop.environment)
    try:
        wait_for(shop.port)
        for _ in range(40):
            with contextlib.suppress(urllib.error.HTTPError):
                urllib.request.urlopen(f"{shop.url}/robots.txt", timeout=10).read()
        server.terminate()
        server.wait(20)
    finally:
        server.kill()
    assert int(shop.command("shell", "-v0", "-c", HOW_MANY)) == 40


def wait_for(port):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not open")
