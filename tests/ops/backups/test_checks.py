"""What the shop says of its backups, and that it never says “good” where it does not know."""

import os
from datetime import timedelta

import pytest

from kirana.ops import checks as registry
from kirana.ops.backups import checks, drill, services
from kirana.ops.backups.models import Backup, Drill
from kirana.ops.checks import Verdict
from tests.cast import LATER, NOW
from tests.ops.backups.conftest import BY, key_in
from tests.rules.sources import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {
    "backup.schedule",
    "backup.age",
    "backup.places",
    "backup.restorable",
    "backup.downloaded",
    "backup.key",
    "code.history",
    "config.documented",
}


def a_trial(kept, **facts):
    known = {
        "backup_name": "kirana-1",
        "place": str(kept.folder),
        "begun_at": NOW,
        "passed": True,
        "recovery_ms": 8_400,
    }
    return Drill.objects.create(**known | facts)


def test_each_is_registered_and_has_its_page():
    found = [check for check in registry.all_checks() if check.key in KEYS]
    assert {check.key for check in found} == KEYS
    assert [check.key for check in found if not ROOT.joinpath(f"docs/runbooks/{check.runbook}.md").exists()] == []


def test_a_shop_that_was_just_opened_is_watched_not_alarmed(kept, lakshmi):
    said = [check(NOW).verdict for check in (checks.schedule, checks.age, checks.places, checks.restorable)]
    assert said == [Verdict.WATCH] * 4


def test_a_shop_of_days_without_a_backup_must_act(kept, lakshmi):
    assert checks.age(NOW + timedelta(days=3)).verdict == Verdict.ACT


@pytest.mark.parametrize(
    ("hours", "schedule", "age"),
    [(1, Verdict.GOOD, Verdict.GOOD), (27, Verdict.ACT, Verdict.WATCH), (51, Verdict.ACT, Verdict.ACT)],
)
def test_a_backup_grows_old(kept, made, hours, schedule, age):
    at = NOW + timedelta(hours=hours)
    assert (checks.schedule(at).verdict, checks.age(at).verdict) == (schedule, age)
    assert checks.age(at).message == f"The newest backup is {hours} hours old."


def test_the_last_failure_is_told_with_its_reason(kept, lakshmi, settings, tmp_path):
    (tmp_path / "disk").write_text("no folder")
    settings.BACKUP_PLACES = [str(tmp_path / "disk/x")]
    with pytest.raises(Exception, match="Not a directory"):
        services.make(by=BY, at=NOW)
    said = checks.schedule(LATER)
    assert said.verdict == Verdict.ACT
    assert said.message.endswith("cannot be used: Not a directory")


def test_one_place_is_too_few(kept, made, settings):
    settings.BACKUP_LEAST_PLACES = 2
    said = checks.places(LATER)
    assert said.verdict == Verdict.WATCH
    assert said.message == "The newest backup is in 1 of the 2 places it should be in, one of them off this machine."


def test_a_place_that_has_not_got_it_and_one_with_a_half_are_named(kept, made, tmp_path, settings):
    settings.BACKUP_PLACES = [str(kept.folder), str(tmp_path / "identity.txt")]
    kept.folder.joinpath("kirana-20260301-000000.tar.zst.age").write_bytes(b"half")
    said = checks.places(LATER)
    assert said.verdict == Verdict.ACT
    assert [row[0] for row in said.rows] == [str(kept.folder), str(tmp_path / "identity.txt")]
    assert said.rows[0][1] == "kirana-20260301-000000.tar.zst.age"


def test_restored_on_trial_this_week_is_good_with_its_figures(kept, lakshmi):
    a_trial(kept, row_count=8100, loss_seconds=60)
    said = checks.restorable(LATER)
    assert said.verdict == Verdict.GOOD
    assert said.message == "A shop was made of the newest backup in 8 seconds, and its books are right."
    assert [figure.value for figure in said.figures[1:]] == ["8400", "60", "8100"]
    assert checks.restorable(NOW + timedelta(days=9)).verdict == Verdict.WATCH


def test_a_damaged_backup_is_act_and_says_so(kept, made):
    os.truncate(kept.archive(made.name), 1000)
    drill.run(kept.place, at=LATER)
    said = checks.restorable(LATER)
    assert said.verdict == Verdict.ACT
    assert said.rows[0][1] == "backup_truncated"
    assert said.message.startswith(f"{made.name} is cut off: 1000 bytes of")


def test_without_the_identity_it_is_not_connected_never_good(kept, made, settings):
    settings.BACKUP_IDENTITY_FILE = ""
    drill.run(kept.place, at=LATER)
    assert (checks.restorable(LATER).verdict, checks.key(LATER).verdict) == (Verdict.NOT_CONNECTED,) * 2


def test_taken_home_is_asked_of_a_person(kept, made):
    assert checks.downloaded(LATER).verdict == Verdict.ASK
    services.note_download(name=made.name, place=str(kept.folder), by=BY, at=NOW)
    assert checks.downloaded(NOW + timedelta(days=3)).message == "A backup was taken home 3 days ago."
    assert checks.downloaded(NOW + timedelta(days=31)).verdict == Verdict.ASK


def test_the_key_fits_or_is_said_not_to(kept, db, settings):
    kept.identity.chmod(0o600)
    assert checks.key(NOW).verdict == Verdict.GOOD
    kept.identity.chmod(0o644)
    assert checks.key(NOW).message == f"Others on this machine can read the identity in {kept.identity}."
    key_in(kept.identity)
    assert checks.key(NOW).message == f"The identity in {kept.identity} does not open the backups that are made now."
    settings.BACKUP_RECIPIENTS = []
    assert checks.key(NOW).verdict == Verdict.WATCH


def test_the_code_without_its_history_is_not_connected(db, settings, tmp_path):
    settings.ROOT = tmp_path
    assert checks.history(NOW).verdict == Verdict.NOT_CONNECTED


def test_a_variable_that_is_never_read_is_named(db, monkeypatch):
    assert checks.documented(NOW).verdict == Verdict.GOOD
    monkeypatch.setenv("BACKUP_PLACE", "/mnt/disk")
    said = checks.documented(NOW)
    assert (said.verdict, list(said.rows)) == (Verdict.WATCH, [("BACKUP_PLACE", "?")])


def test_the_list_is_asked_the_same_whatever_its_length(kept, made, django_assert_num_queries):
    assert Backup.objects.count() == 1
    with django_assert_num_queries(1):
        checks.schedule(LATER)
