"""What one fault makes bad stands under the check that names the fault, and nowhere else."""

from datetime import timedelta

import pytest

from kirana.ops import checks, running, standing
from kirana.ops.checks import Answer, Check, Verdict
from tests.cast import NOW

pytestmark = pytest.mark.django_db
EFFECTS = {"shop.jars": ("shop.shelf",), "shop.sugar": ("shop.tea", "shop.shelf")}


@pytest.fixture
def said(monkeypatch):
    """What each check says, by its key."""
    verdicts = dict.fromkeys(("shop.jars", "shop.shelf", "shop.sugar", "shop.tea"), Verdict.ACT)
    monkeypatch.setattr(checks, "_checks", {})
    for key in verdicts:
        ask = lambda _at, key=key: Answer(verdicts[key], f"{key} fell.", rows=[("jar",)])  # noqa: E731
        checks.register(Check(key, key, 5, "worker-down", ask, because=EFFECTS.get(key, ())))
    running.beat(name=running.WORKER, at=NOW)
    return verdicts


def look():
    for check in checks.all_checks():
        running.run(check=check, at=NOW)
    return standing.look(at=NOW + timedelta(seconds=1))


def test_what_fell_with_the_shelf_is_named_under_the_shelf(said):
    said["shop.tea"] = Verdict.GOOD
    found = look()
    assert [seen.check.key for seen in found.for_a_person] == ["shop.shelf"]
    assert [seen.check.key for seen in found.explained_by("shop.shelf")] == ["shop.jars", "shop.sugar"]


def test_the_first_reason_that_is_as_bad_is_the_one(said):
    assert look().checks["shop.sugar"].because.key == "shop.tea"


def test_what_is_worse_than_its_reason_stands_for_itself(said):
    said["shop.shelf"] = said["shop.tea"] = Verdict.WATCH
    assert [seen.check.key for seen in look().for_a_person] == ["shop.jars", "shop.sugar", "shop.shelf", "shop.tea"]


def test_what_is_good_needs_no_reason(said):
    said["shop.jars"] = Verdict.GOOD
    assert look().checks["shop.jars"].because is None
