"""Each minute every part is looked at; the checks say when the shop cannot be reached or the page is old."""

import json
from datetime import timedelta

import pytest

from kirana.ops import running, switches
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.switches import Switch
from kirana.ops.uptime import checks, record, snapshot, tasks
from kirana.ops.uptime.record import UptimeDay
from tests.cast import BY, NOW

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def open_shop(far, settings, tmp_path):
    """A shop that answers at its public address."""
    kind, address = far
    settings.SITE_URL, settings.DATA = address, tmp_path
    kind.pages |= {"/": b"<html>", "/api/health": b'{"status": "ok"}'}
    return kind


def days():
    return {(day.part, day.on.isoformat()): (day.good, day.bad) for day in UptimeDay.objects.all()}


def test_the_parts_the_public_knows():
    assert [part.key for part in record.parts()] == ["front", "ordering", "payments", "slots", "mail", "api"]


def test_a_minute_counts_once_and_days_add_up():
    for at in (NOW, NOW, NOW + MINUTE, NOW + DAY):
        record.note(works={"front": True, "mail": at == NOW}, at=at)
    assert days() == {
        ("front", "2026-03-02"): (2, 0),
        ("mail", "2026-03-02"): (1, 1),
        ("front", "2026-03-03"): (1, 0),
        ("mail", "2026-03-03"): (0, 1),
    }


def test_ninety_days_are_kept():
    for back in (200, 90, 89, 0):
        record.note(works={"front": True}, at=NOW - back * DAY)
    record.note(works={"front": True}, at=NOW + MINUTE)
    assert len(days()) == 3
    assert len(record.history(at=NOW)["front"]) == 2


def test_a_part_works_unless_a_check_a_switch_or_its_probe_says_no(open_shop):
    assert record.look(at=NOW) == {
        "front": True,
        "ordering": True,
        "payments": True,
        "slots": False,
        "mail": True,
        "api": True,
    }
    running.keep(
        key="health.mail", answer=Answer(Verdict.ACT, "no", {}, [Figure("x", "y")]), took_ms=1, at=NOW
    ) if _known("health.mail") else None
    switches.turn_on(switch=Switch.PAUSE_ORDERING, by=BY, at=NOW, why="the van broke down")
    open_shop.pages.pop("/api/health")
    assert record.look(at=NOW) == {
        "front": True,
        "ordering": False,
        "payments": True,
        "slots": False,
        "mail": False,
        "api": False,
    }


def _known(key):
    running.run(check=Check(key, "x", 1, "x", lambda _at: Answer(Verdict.GOOD, "x", {}, [Figure("x", "y")])), at=NOW)
    return True


@pytest.mark.usefixtures("it_is_now")
def test_the_minutes_job_writes_what_the_page_says(open_shop, tmp_path):
    tasks.look()
    found = snapshot.read()
    assert (found.at, len(found.parts), found.is_stale(NOW + 4 * MINUTE), found.is_stale(NOW + 6 * MINUTE)) == (
        NOW,
        6,
        False,
        True,
    )
    assert found.parts[0].days == [None] * 89 + [1000]
    assert [path.name for path in tmp_path.iterdir()] == ["status.json"]


# --- the checks -------------------------------------------------------------------------------------


def test_a_shop_that_answers_is_good(open_shop):
    record.note(works={"front": True, "api": True}, at=NOW)
    answer = checks.front(NOW)
    assert answer.verdict == Verdict.GOOD
    assert [str(figure.value) for figure in answer.figures][2:] == ["100.00 % · 1 min", "100.00 % · 1 min"]


def test_a_shop_that_does_not_answer_is_to_be_acted_on(open_shop, settings):
    open_shop.pages["/api/health"] = b'{"status": "degraded"}'
    assert checks.front(NOW).message == "The shop does not answer: /api/health: the database is down"
    settings.SITE_URL = "http://127.0.0.1:9"
    assert checks.front(NOW).message == "The shop does not answer: /: ConnectError, /api/health: ConnectError"


@pytest.mark.parametrize(("age", "verdict"), [(1, Verdict.GOOD), (9, Verdict.ACT)])
def test_the_page_says_what_is_true_or_old(open_shop, age, verdict):
    open_shop.pages["/status.json"] = json.dumps({"at": (NOW - age * MINUTE).isoformat(), "parts": [1]}).encode()
    assert checks.status_page(NOW).verdict == verdict


@pytest.mark.parametrize("said", [b"", b"{}", b'{"at": null, "parts": []}'])
def test_a_page_that_says_nothing_is_to_be_acted_on(open_shop, said):
    open_shop.pages["/status.json"] = said
    assert checks.status_page(NOW).verdict == Verdict.ACT
