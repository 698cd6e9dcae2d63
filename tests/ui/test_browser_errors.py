"""What breaks in browsers is a line of the log; from elsewhere, too large, too often or nonsense it is refused."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from kirana.ops.checks import Verdict
from kirana.ops.errors import checks, groups
from kirana.ops.logs.files import stamp
from tests.cast import NOW
from tests.storefront.visitors import OUR_PAGES, a_visitor

pytestmark = pytest.mark.django_db
BROKE = {
    "message": "TypeError: basket of asha@example.com is undefined",
    "source": "https://shop.example/static/ui/js/stepper.9f0c.js?x=1",
    "line": 12,
    "stack": "at add (stepper.js:12)",
    "page": "/basket/",
}
STOPPED = {
    "csp-report": {
        "violated-directive": "script-src 'self'",
        "blocked-uri": "https://evil.example/x.js",
        "document-uri": "https://shop.example/checkout/?a=1",
    }
}


def post(said, **headers):
    text = said if isinstance(said, str) else json.dumps(said)
    return Client(headers=OUR_PAGES | headers).post("/errors/", text, content_type="text/plain").status_code


def test_a_report_is_a_line_with_its_place(caplog):
    assert post(BROKE) == 204
    line = caplog.records[-1]
    assert (line.name, line.levelname, line.where, line.page) == (
        "kirana.browser",
        "ERROR",
        "ui/js/stepper.9f0c.js:12",
        "/basket/",
    )


def test_what_the_policy_stopped_is_one_too(caplog):
    assert post(STOPPED) == 204
    line = caplog.records[-1]
    assert (line.getMessage(), line.where, line.page) == (
        "The policy stopped evil.example (script-src)",
        "policy:script-src",
        "/checkout/",
    )


@pytest.mark.parametrize(
    ("said", "headers", "status"),
    [
        (BROKE, {"sec-fetch-site": "cross-site"}, 403),
        (BROKE | {"stack": "x" * 9000}, {}, 413),
        ("no rice", {}, 400),
        ("[1]", {}, 400),
        ({}, {}, 400),
        ({"message": "x", "line": "many"}, {}, 400),
    ],
)
def test_anything_else_is_refused(caplog, said, headers, status):
    assert post(said, **headers) == status
    assert [line for line in caplog.records if line.name == "kirana.browser"] == []


def test_more_than_ten_a_minute_are_not_taken(caplog):
    assert [post(BROKE) for _ in range(12)] == [204] * 10 + [429] * 2
    cache.clear()
    assert post(BROKE) == 204


def test_it_is_only_posted_and_writes_no_cookie():
    assert Client().get("/errors/").status_code == 405
    assert a_visitor().post("/errors/", json.dumps(BROKE), content_type="text/plain").cookies == {}


def test_pages_carry_the_script_and_the_policy_its_address(lakshmi):
    answer = a_visitor().get("/")
    assert "ui/js/errors" in answer.content.decode()
    assert "report-uri /errors/" in answer.headers["Content-Security-Policy"]


# --- the check --------------------------------------------------------------------------------------


def said(logs, number):
    line = {
        "at": stamp(NOW),
        "level": "error",
        "logger": "kirana.browser",
        "event": "TypeError: x",
        "where": "ui/js/shop.js:1",
    }
    (logs / "app.log").write_text((json.dumps(line) + "\n") * number)


@pytest.mark.parametrize(("number", "verdict"), [(1, Verdict.WATCH), (49, Verdict.WATCH), (50, Verdict.ACT)])
def test_one_is_to_be_watched_and_many_to_be_acted_on(logs, number, verdict):
    said(logs, number)
    assert checks.browsers(NOW).verdict == verdict
    assert groups.every()[0].count == number


def test_a_day_without_one_is_good(logs):
    (logs / "app.log").write_text("")
    assert checks.browsers(NOW).verdict == Verdict.GOOD


def test_without_a_log_nothing_is_said_to_be_well(logs):
    assert checks.browsers(NOW).verdict == Verdict.NOT_CONNECTED
