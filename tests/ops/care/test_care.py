"""Security care: a grade with its reasons, advisories that are never good unasked, and providers' own words."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.test import override_settings

from kirana.accounts import checks as staff_checks
from kirana.ops.care import checks, headers, libraries
from kirana.ops.care.fetch import Page
from kirana.ops.checks import Verdict
from tests.cast import NOW
from tests.storefront.visitors import a_visitor

STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
OURS = {"content-security-policy": STRICT, "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


def page(given: dict[str, str], *cookies: str) -> Page:
    return Page(200, [*given.items(), *(("set-cookie", one) for one in cookies)], "<p>Atta</p>")


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in (OURS | HSTS).items() if key != name}


@pytest.mark.parametrize(
    ("given", "letter", "score"),
    [
        (OURS | HSTS, "A+", 115),
        (without("strict-transport-security"), "B+", 80),
        (without("x-content-type-options"), "A+", 110),
        (without("content-security-policy"), "C", 55),
        (OURS | HSTS | {"content-security-policy": f"{STRICT}; script-src 'self' 'unsafe-inline'"}, "B+", 80),
        (OURS | {"strict-transport-security": "max-age=3600"}, "A+", 105),
        ({}, "D", 30),
    ],
)
def test_the_grade_of_a_page_over_https(given, letter, score):
    graded = headers.grade(page(given), is_https=True)
    assert (graded.letter, graded.score) == (letter, score)


def test_a_session_cookie_that_http_may_carry_costs_forty_points():
    kept = "sessionid=x; HttpOnly; Secure; SameSite=Lax"
    assert headers.grade(page(OURS | HSTS, kept), is_https=True).letter == "A+"
    assert headers.grade(page(OURS | HSTS, "sessionid=x; HttpOnly"), is_https=True).score == 60


def test_the_shop_as_it_is_gets_the_best_grade(lakshmi, it_is_now):
    answer = a_visitor().get("/")
    found = Page(200, [(key.lower(), value) for key, value in answer.headers.items()], answer.content.decode())
    assert headers.grade(found, is_https=False).letter == "A+"
    assert headers.weaknesses(found) == []


@pytest.mark.parametrize(
    ("policy", "weak"),
    [
        (STRICT, []),
        ("", ["no Content-Security-Policy"]),
        (STRICT.replace("'self';", "'self' 'unsafe-inline';", 1), ["scripts: 'unsafe-inline'"]),
        (STRICT.replace("base-uri 'none'; ", ""), ["base-uri is missing"]),
    ],
)
def test_a_weak_policy_says_where(policy, weak):
    assert headers.weaknesses(page({"content-security-policy": policy})) == weak


# --- the running site -------------------------------------------------------------------------------


class Answers(BaseHTTPRequestHandler):
    """A server on this machine that answers as a test says."""

    given: ClassVar[dict[str, str]] = {}
    body: ClassVar[object] = {}

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in self.given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(self.body).encode())

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def site():
    """Where it listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_header_that_was_taken_away_is_acted_on_at_the_next_look(site, monkeypatch):
    with override_settings(SITE_URL=site):
        monkeypatch.setattr(Answers, "given", OURS)
        assert (checks.header_grade(NOW).verdict, checks.policy(NOW).verdict) == (Verdict.GOOD, Verdict.GOOD)
        monkeypatch.setattr(Answers, "given", {**OURS, "content-security-policy": "default-src *"})
        assert (checks.header_grade(NOW).verdict, checks.policy(NOW).verdict) == (Verdict.ACT, Verdict.ACT)


def test_a_shop_that_does_not_answer_has_no_grade():
    with override_settings(SITE_URL="http://127.0.0.1:9"):
        assert checks.header_grade(NOW).verdict is Verdict.NOT_CONNECTED


@pytest.mark.parametrize(
    ("indicator", "verdict"), [("none", Verdict.GOOD), ("minor", Verdict.WATCH), ("critical", Verdict.WATCH)]
)
def test_a_provider_is_as_it_says(indicator, verdict, site, monkeypatch):
    monkeypatch.setattr(Answers, "body", {"status": {"indicator": indicator, "description": "Elevated errors"}})
    with override_settings(PROVIDER_STATUS=[f"Stripe={site}/api/v2/status.json"]):
        assert checks.provider_status(NOW).verdict is verdict


@pytest.mark.parametrize("entries", [[], ["Stripe=http://127.0.0.1:9/status.json"]])
def test_nobody_asked_and_nobody_answering_is_not_connected(entries):
    with override_settings(PROVIDER_STATUS=entries):
        assert checks.provider_status(NOW).verdict is Verdict.NOT_CONNECTED


# --- libraries --------------------------------------------------------------------------------------


@pytest.fixture
def records(tmp_path):
    """A file of one advisory: Django before 5.2.99."""
    known = {
        "id": "PYSEC-1",
        "affected": [
            {
                "package": {"name": "Django", "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "5.2"}, {"fixed": "5.2.99"}]}],
            }
        ],
    }
    (tmp_path / "osv.json").write_text(json.dumps([known]))
    return str(tmp_path / "osv.json")


def test_every_library_of_the_lock_file_is_known():
    pins = libraries.locked()
    assert len(pins) > 30
    assert pins["django"].startswith("5.2")


def test_a_library_with_an_advisory_is_acted_on_with_the_version_that_mends_it(records):
    with override_settings(ADVISORIES=records):
        answer = checks.advisories(NOW)
    assert answer.verdict is Verdict.ACT
    assert answer.message.endswith("→ 5.2.99.")
    assert [row[2:] for row in answer.rows] == [("PYSEC-1", "5.2.99")]


@pytest.mark.parametrize("version", ["5.1.9", "5.2.99", "6.0"])
def test_a_version_before_or_after_the_trouble_is_clean(version, records):
    assert libraries.advisories(records, {"django": version}) == []


@pytest.mark.parametrize("source", ["", "/no/such/file.json", "http://127.0.0.1:9"])
def test_without_an_answer_nothing_is_audited_and_nothing_is_good(source):
    with override_settings(ADVISORIES=source):
        assert checks.advisories(NOW).verdict is Verdict.NOT_CONNECTED


@pytest.mark.parametrize(
    ("was", "now", "step"), [("1.2.3", "1.2.4", "patch"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "2.0", "major")]
)
def test_how_far_a_newer_version_is(was, now, step):
    assert libraries.step(was, now) == step


def test_without_an_index_the_updates_are_not_connected():
    with override_settings(ADVISORIES=""):
        assert checks.updates(NOW).verdict is Verdict.NOT_CONNECTED


# --- people -----------------------------------------------------------------------------------------


def test_whom_to_call_is_asked_until_it_is_written_down():
    assert checks.contacts(NOW).verdict is Verdict.ASK
    known = [f"{what}=+918040012346" for what in ("technical", "hosting", "database", "payments")]
    with override_settings(SUPPORT_CONTACTS=known):
        assert checks.contacts(NOW).verdict is Verdict.GOOD


def test_an_account_that_nobody_uses_is_named(lakshmi):
    assert staff_checks.review(NOW + timedelta(days=60)).verdict is Verdict.GOOD
    for place in (lakshmi.chitra, lakshmi.dev, lakshmi.esha):
        place.user.last_login = NOW + timedelta(days=30)
        place.user.save(update_fields=["last_login"])
    answer = staff_checks.review(NOW + timedelta(days=61))
    assert (answer.verdict, answer.message) == (Verdict.WATCH, "Not used for 60 days: Pooja Nair.")
