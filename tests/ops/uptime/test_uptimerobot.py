"""UptimeRobot is asked to watch the shop; what it has is compared with what it should have."""

import threading
from http.server import HTTPServer

import pytest
from django.core.management import CommandError, call_command

from kirana.ops.checks import Verdict
from kirana.ops.uptime import checks
from kirana.ops.uptime.uptimerobot import api, monitors
from tests.cast import NOW
from tests.ops.uptime.robot import KEY, Robot

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def robot(settings):
    kind = type("Robot", (Robot,), {"kept": [], "asked": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.UPTIMEROBOT_API = f"http://127.0.0.1:{server.server_port}/v2"
    settings.UPTIMEROBOT_API_KEY, settings.UPTIMEROBOT_CONTACTS = KEY, ["457", "373"]
    settings.SITE_URL = "https://shop.example"
    yield kind
    server.shutdown()
    server.server_close()


def test_three_monitors_are_made_and_made_once(robot, capsys):
    call_command("uptime_monitors")
    call_command("uptime_monitors")
    assert [(one["friendly_name"], one["url"], one["type"]) for one in robot.kept] == [
        ("shop.example front", "https://shop.example/", 1),
        ("shop.example API", "https://shop.example/api/health", 2),
        ("shop.example status page", "https://shop.example/status/", 1),
    ]
    form = next(form for method, form in robot.asked if form.get("type") == "2")
    assert (form["keyword_value"], form["keyword_type"], form["alert_contacts"]) == (
        '"status": "ok"',
        "2",
        "457_0_0-373_0_0",
    )
    assert capsys.readouterr().out.count("as it should be") == 3


def test_what_is_paused_mute_or_looks_elsewhere_is_mended(robot):
    monitors.bring_up_to_date()
    robot.kept[0].update(status=0)
    robot.kept[1].update(alert_contacts=[])
    robot.kept[2].update(url="https://old.example/status/")
    assert [line.split(": ")[1] for line in monitors.bring_up_to_date()] == ["changed"] * 3
    assert {(one["status"], len(one["alert_contacts"]), one["url"][:20]) for one in robot.kept} == {
        (1, 2, "https://shop.example")
    }


def test_more_than_a_page_of_monitors_is_read(robot):
    robot.kept += [{"id": n, "friendly_name": f"other {n}", "url": "x", "status": 2} for n in range(120)]
    assert len(api.monitors()) == 120
    assert [form["offset"] for _method, form in robot.asked] == ["0", "50", "100"]


def test_without_a_key_it_is_not_connected(settings):
    settings.UPTIMEROBOT_API_KEY = ""
    assert checks.watched(NOW).verdict == Verdict.NOT_CONNECTED
    with pytest.raises(CommandError, match="UPTIMEROBOT_API_KEY is not set"):
        call_command("uptime_monitors")


def test_three_that_look_and_tell_are_good(robot):
    monitors.bring_up_to_date()
    answer = checks.watched(NOW)
    assert (answer.verdict, answer.message) == (Verdict.GOOD, "3 monitors watch the shop.")


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({"status": 9}, Verdict.ACT), ({"status": 0}, Verdict.ACT), ({"alert_contacts": []}, Verdict.WATCH)],
)
def test_what_is_wrong_with_one_is_said(robot, change, verdict):
    monitors.bring_up_to_date()
    robot.kept[1].update(change)
    assert checks.watched(NOW).verdict == verdict


def test_none_at_all_is_to_be_acted_on(robot):
    assert checks.watched(NOW).verdict == Verdict.ACT


def test_a_refusal_does_not_say_the_key(robot, settings):
    settings.UPTIMEROBOT_API_KEY = "u1-wrong-key-of-someone"
    answer = checks.watched(NOW)
    assert answer.verdict == Verdict.ACT
    assert "not found" in answer.message
    assert "wrong-key" not in answer.message


def test_nobody_there_is_to_be_acted_on(robot, settings):
    settings.UPTIMEROBOT_API = "http://127.0.0.1:9/v2"
    assert checks.watched(NOW).verdict == Verdict.ACT
