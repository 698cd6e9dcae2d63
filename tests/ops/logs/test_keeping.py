"""Logs are put aside each day, packed, copied, found again by time, and let go of when they are old."""

import gzip
import json
from datetime import timedelta

import pytest

from kirana.ops.checks import Verdict
from kirana.ops.logs import checks, keeping, reading
from kirana.ops.logs.files import stamp
from tests.cast import NOW

pytestmark = pytest.mark.sqlite_only
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def written(logs, kind, moments, **facts):
    lines = [
        json.dumps({"at": stamp(at), "level": "info", "logger": "x", "event": f"line {n}", **facts})
        for n, at in enumerate(moments)
    ]
    with (logs / f"{kind}.log").open("a") as file:
        file.write("\n".join(lines) + "\n")


def found(kind, since, until):
    return [line["event"] for line in reading.lines(kind, since=since, until=until)]


def test_yesterdays_file_is_put_aside_then_packed_and_still_read(logs):
    written(logs, "access", [NOW - DAY, NOW - DAY + MINUTE])
    keeping.keep(at=NOW)
    assert [path.name for path in logs.iterdir()] == ["access.20260302T033000Z.log"]
    written(logs, "access", [NOW])
    keeping.keep(at=NOW + 3 * MINUTE)
    assert sorted(path.name for path in logs.iterdir()) == ["access.20260302T033000Z.log.gz", "access.log"]
    assert found("access", NOW - 2 * DAY, NOW + DAY) == ["line 0", "line 1", "line 0"]


def test_a_large_file_is_put_aside_before_its_day_is_over(logs, settings):
    settings.LOG_FILE_MB = 0
    written(logs, "app", [NOW])
    assert keeping.put_aside("app", at=NOW) is not None


def test_todays_file_stays(logs):
    written(logs, "app", [NOW - MINUTE])
    keeping.keep(at=NOW)
    assert [path.name for path in logs.iterdir()] == ["app.log"]


def test_an_hour_of_a_large_file_is_found_by_halving(logs):
    written(logs, "access", [NOW + n * timedelta(seconds=1) for n in range(7200)])
    since = NOW + timedelta(seconds=7000)
    assert found("access", since, since + timedelta(seconds=3)) == ["line 7000", "line 7001", "line 7002"]
    path = logs / "access.log"
    with path.open("rb") as file:
        assert reading._beginning(file, path.stat().st_size, stamp(since)) > path.stat().st_size * 9 // 10


def test_a_torn_line_is_passed_over(logs):
    written(logs, "app", [NOW])
    with (logs / "app.log").open("a") as file:
        file.write('{"at": "2026-03-\n')
    written(logs, "app", [NOW + MINUTE])
    assert found("app", NOW - DAY, NOW + DAY) == ["line 0", "line 0"]


def test_what_is_old_goes_and_what_the_law_asks_for_stays(logs, tmp_path_factory, settings):
    store = tmp_path_factory.mktemp("store")
    settings.LOG_STORE, settings.LOG_DAYS = str(store), 180
    for days in (1, 179, 182):
        with gzip.open(logs / f"app.{NOW - days * DAY:%Y%m%dT%H%M%SZ}.log.gz", "wt") as file:
            file.write(json.dumps({"at": stamp(NOW - days * DAY)}) + "\n")
    keeping.keep(at=NOW)
    assert len(list(logs.iterdir())) == 2
    assert sorted(path.name for path in store.iterdir()) == sorted(path.name for path in logs.iterdir())


# --- the checks -------------------------------------------------------------------------------------


def test_retention_is_good_with_the_files_for_evidence(logs):
    written(logs, "app", [NOW - MINUTE])
    assert checks.retention(NOW).verdict == Verdict.GOOD


def test_a_file_that_nobody_put_aside_is_to_be_acted_on(logs):
    written(logs, "app", [NOW - 3 * DAY])
    answer = checks.retention(NOW)
    assert (answer.verdict, answer.message) == (Verdict.ACT, "Files should have been put aside or let go of: app.log")


def test_less_than_the_law_asks_for_is_to_be_watched(logs, settings):
    settings.LOG_DAYS = 30
    written(logs, "app", [NOW])
    assert checks.retention(NOW).verdict == Verdict.WATCH


def test_without_a_log_nothing_is_said_to_be_well(logs):
    assert checks.retention(NOW).verdict == Verdict.NOT_CONNECTED


def test_room_is_good_and_a_volume_that_takes_nothing_is_to_be_acted_on(logs, settings, monkeypatch):
    written(logs, "app", [NOW])
    assert checks.volume(NOW).verdict == Verdict.GOOD
    (logs / checks.PROBE).symlink_to("/dev/full")
    answer = checks.volume(NOW)
    assert (answer.verdict, answer.message) == (
        Verdict.ACT,
        "No line can be written to the logs: No space left on device",
    )


def test_lines_that_were_lost_are_to_be_watched(logs):
    written(logs, "app", [NOW - MINUTE], lost=12)
    answer = checks.volume(NOW)
    assert (answer.verdict, answer.facts["lost"]) == (Verdict.WATCH, 12)
