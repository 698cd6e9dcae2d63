"""Errors reach a real server that speaks Sentry, masked and with the id of their request."""

import json
import logging
import os
import sqlite3
import subprocess
import time
from pathlib import Path

import httpx
import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from kirana.config import urls
from kirana.core import jobs, trace
from kirana.ops.checks import Verdict
from kirana.ops.errors import checks, sentry
from tests.cast import NOW
from tests.drills.far import free_port
from tests.rules.sources import ROOT

BIN = ROOT / ".venv/.bugsink/bin"
ID = "9f0c61d2a5b74e38"
CARD, MAIL = "4111 1111 1111 1111", "asha@example.com"
MAKE_A_PROJECT = "from projects.models import Project; print(Project.objects.create(name='shop').dsn)"
pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(not BIN.exists(), reason="Bugsink is not installed: sh tools/setup/bugsink.sh"),
]


@pytest.fixture(scope="module")
def bugsink(tmp_path_factory):
    """A Bugsink on this machine; gives its DSN and its database."""
    folder, port = tmp_path_factory.mktemp("bugsink"), free_port()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bugsink_conf", "PYTHONPATH": str(folder)}

    def run(*words: str) -> str:
        command = [str(BIN / words[0]), *words[1:]]
        return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout

    run("bugsink-create-conf", "--template=local", "--host=127.0.0.1", f"--port={port}")
    run("bugsink-manage", "migrate", "-v0")
    run("bugsink-manage", "migrate", "snappea", "--database=snappea", "-v0")
    dsn = run("bugsink-manage", "shell", "-v0", "-c", MAKE_A_PROJECT).strip().splitlines()[-1]
    command = [str(BIN / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--log-level", "error", "bugsink.wsgi"]
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _wait_for(port)
    yield dsn, folder / "db.sqlite3"
    server.terminate()
    server.wait(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("Bugsink did not open")


def arrived(database: Path, title: str) -> dict:
    """The event with this in it, as Bugsink keeps it; waits for it."""
    sentry_sdk.flush(20)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with sqlite3.connect(database) as books:
            rows = [row[0] for row in books.execute("SELECT data FROM events_event")]
        found = [json.loads(row) for row in rows if title in row]
        if found:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError(f"no event with {title}; there are {len(rows)}")


@pytest.fixture
def connected(bugsink, settings):
    """The shop, sending to it."""
    settings.SENTRY_DSN, settings.RELEASE = bugsink[0], "1.2.3"
    assert sentry.start()
    yield bugsink[1]
    sentry_sdk.get_client().close()
    sentry_sdk.init(dsn=None)


@csrf_exempt
def pay(_request, token):
    card = CARD
    raise ValueError(f"the card {card} of {MAIL} was refused")


urlpatterns = [path("pay/<str:token>/", pay, name="pay"), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.mark.django_db
def test_a_page_that_breaks_arrives_masked_with_its_request(connected, logs):
    body = b"password=tin-of-jaggery&phone=98450+11001"
    environ = RequestFactory().generic("POST", "/pay/Xy7f0aQ29bLk3Zp81TtRw/?otp=123456", body).environ
    environ |= {"HTTP_X_REQUEST_ID": ID, "HTTP_COOKIE": "basket=tin-of-jaggery"}
    said = []
    with override_settings(ROOT_URLCONF=__name__, BEHIND_PROXY=True):
        answer = WSGIHandler()(environ, lambda status, _headers: said.append(status))
        list(answer)
        answer.close()
    assert said == ["500 Internal Server Error"]
    event = arrived(connected, "was refused")
    assert event["exception"]["values"][0]["value"] == "the card [card] of [mail] was refused"
    assert (event["tags"]["request_id"], event["release"]) == (ID, "1.2.3")
    assert event["request"] == {"method": "POST", "url": "/pay/[token]/"}
    said = json.dumps(event)
    assert [word for word in (CARD, MAIL, "tin-of-jaggery", "98450", "123456", "Xy7f0aQ29") if word in said] == []
    assert "user" not in event or event["user"] in ({}, None)


def test_a_job_that_breaks_arrives_with_the_request_that_asked_for_it(connected):
    jobs._begin(task={"group": ID, "func": "kirana.flows.tasks.expire_orders"})
    try:
        raise RuntimeError(f"no rice for {MAIL}")
    except RuntimeError:
        jobs._Reporter().report()
    finally:
        jobs._end()
    event = arrived(connected, "no rice for")
    assert event["exception"]["values"][0]["value"] == "no rice for [mail]"
    assert event["tags"]["request_id"] == ID
    assert event["tags"]["job"] == "kirana.flows.tasks.expire_orders"


def test_what_breaks_in_a_browser_arrives(connected):
    with trace.of(ID):
        logging.getLogger("kirana.browser").error("TypeError: basket is undefined for %s", MAIL)
    assert arrived(connected, "basket is undefined")["tags"]["request_id"] == ID


@pytest.mark.django_db
def test_the_check_has_a_test_event_taken(connected, settings):
    assert checks.tracking(NOW).verdict == Verdict.GOOD
    assert arrived(connected, "whether its errors arrive")["level"] == "info"
    settings.SENTRY_DSN = settings.SENTRY_DSN.replace("//", "//00", 1)
    answer = checks.tracking(NOW)
    assert (answer.verdict, "HTTP 4" in answer.message) == (Verdict.ACT, True)


@pytest.mark.django_db
def test_without_a_dsn_it_is_not_connected(settings):
    settings.SENTRY_DSN = ""
    assert (checks.tracking(NOW).verdict, sentry.start()) == (Verdict.NOT_CONNECTED, False)
