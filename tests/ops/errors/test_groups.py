"""Errors are read from the log, each kind once; what is mended and comes again is new again."""

import json
from datetime import timedelta

import pytest

from kirana.ops.checks import Verdict
from kirana.ops.errors import groups
from kirana.ops.errors.groups import Side
from kirana.ops.logs import checks
from kirana.ops.logs.files import stamp
from tests.cast import BY, NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def broke(logs, number=1, *, at=NOW, name="app.log", **facts):
    told = {
        "level": "error",
        "logger": "django.request",
        "event": "Internal Server Error: /checkout/",
        "error": "ValueError",
        "where": "kirana.flows.place_order:pay",
        "exception": "Traceback\nValueError: no rice",
        "request": "9f0c61d2a5b74e38",
    }
    with (logs / name).open("a") as file:
        for n in range(number):
            file.write(json.dumps({"at": stamp(at + n * timedelta(seconds=1)), **told, **facts}) + "\n")


def known():
    return {(row.title, row.side): row.count for row in groups.every()}


def test_the_same_error_is_one_row_however_often_it_is_read(logs):
    broke(logs, 3)
    assert [groups.collect(at=NOW), groups.collect(at=NOW)] == [3, 0]
    broke(logs, 2)
    assert groups.collect(at=NOW) == 2
    assert known() == {("ValueError: no rice", Side.SERVER): 5}
    row = groups.every()[0]
    assert (row.last_request, row.where) == ("9f0c61d2a5b74e38", "kirana.flows.place_order:pay")


def test_reading_goes_on_in_the_file_that_was_put_aside(logs):
    broke(logs)
    groups.collect(at=NOW)
    broke(logs, 2)
    (logs / "app.log").rename(logs / "app.20260302T033000Z.log")
    broke(logs, 4)
    assert groups.collect(at=NOW) == 6
    assert known() == {("ValueError: no rice", Side.SERVER): 7}


def test_half_a_line_waits_for_its_end(logs):
    (logs / "app.log").write_text('{"at": "2026-03-02T03:30:00.000000Z", "level": "error", "logger": "x", ')
    assert groups.collect(at=NOW) == 0
    with (logs / "app.log").open("a") as file:
        file.write('"event": "no rice"}\n')
    assert groups.collect(at=NOW) == 1


def test_words_that_differ_by_numbers_are_the_same_error(logs):
    for n in (1, 22):
        broke(logs, error="", where="", exception="", event=f"order KM-{n} of 'asha' is stuck")
    broke(logs, error="KeyError")
    broke(logs, job="kirana.flows.tasks.expire_orders")
    broke(logs, logger="kirana.browser", error="", where="", event="TypeError: x is undefined")
    groups.collect(at=NOW)
    assert sorted((row.side, row.count) for row in groups.every()) == [
        ("browser", 1),
        ("job", 1),
        ("server", 1),
        ("server", 2),
    ]


def test_what_is_mended_and_comes_again_is_new_again(logs):
    broke(logs)
    groups.collect(at=NOW)
    row = groups.every()[0]
    groups.settle(fingerprint=row.fingerprint, by=BY, at=NOW + MINUTE)
    assert groups.every(is_open=True).count() == 0
    broke(logs, at=NOW + 2 * MINUTE)
    groups.collect(at=NOW)
    assert [(one.count, one.first_at) for one in groups.every(is_open=True)] == [(2, NOW + 2 * MINUTE)]


def test_there_are_never_more_rows_than_are_looked_at(logs, monkeypatch):
    monkeypatch.setattr(groups, "MOST_GROUPS", 3)
    for n in range(6):
        broke(logs, where=f"kirana.x:f{n}", at=NOW + n * MINUTE)
    groups.collect(at=NOW)
    assert [row.where for row in groups.every()] == ["kirana.x:f5", "kirana.x:f4", "kirana.x:f3"]


def test_a_new_error_is_to_be_watched_and_one_that_keeps_coming_to_be_acted_on(logs):
    broke(logs)
    answer = checks.errors(NOW + MINUTE)
    assert (answer.verdict, answer.message) == (
        Verdict.WATCH,
        "Kinds of error today: 1. The last one: ValueError: no rice",
    )
    broke(logs, 20)
    assert checks.errors(NOW + MINUTE).verdict == Verdict.ACT


def test_a_day_without_an_error_is_good(logs):
    broke(logs, level="info", at=NOW)
    assert checks.errors(NOW).verdict == Verdict.GOOD


def test_without_a_log_nothing_is_said_to_be_well(logs):
    assert checks.errors(NOW).verdict == Verdict.NOT_CONNECTED


def test_a_shop_that_says_it_is_shut_has_not_broken(logs):
    broke(logs, event="Service Unavailable: /health/", exception=None)
    assert (groups.collect(at=NOW), known()) == (0, {})
