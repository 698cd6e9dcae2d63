"""Checks are asked when they are due, what they answer is kept, and a history that was touched shows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django_q.models import OrmQ

from kirana.core import events
from kirana.ops import checks, running, runs, tasks
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.runs import CheckRun, CheckState, RunKind
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class Shelf:
    """A check whose answer the test decides."""

    def __init__(self) -> None:
        self.answer = Answer(Verdict.GOOD, "%(number)s jars stand.", {"number": 3}, [Figure("Jars", "3", "/staff/")])
        self.asked = 0

    def __call__(self, _at):
        self.asked += 1
        return self.answer

    def fall(self) -> None:
        self.answer = Answer(Verdict.ACT, "The shelf fell.", rows=[("jar", "broken")])


@pytest.fixture
def shelf(monkeypatch):
    """The only check there is, asked every five minutes."""
    asked = Shelf()
    monkeypatch.setattr(checks, "_checks", {})
    checks.register(Check("shop.shelf", "The shelf", 5, "worker-down", asked))
    return asked


def run(at=NOW) -> CheckRun:
    return running.run(check=checks.by_key("shop.shelf"), at=at)


def minutes(number: int):
    return NOW + timedelta(minutes=number)


def test_an_answer_is_kept_with_its_evidence(shelf):
    kept = run()
    kept.refresh_from_db()
    assert (kept.verdict, kept.message, kept.kind) == ("good", "3 jars stand.", "change")
    assert kept.figures == [["Jars", "3", "/staff/"]]
    state = CheckState.objects.get(key="shop.shelf")
    assert (state.verdict, state.since, state.last_run) == ("good", NOW, kept)


def test_it_is_due_when_its_minutes_are_over(shelf):
    assert [check.key for check in running.due(at=NOW)] == ["shop.shelf"]
    run()
    assert running.due(at=minutes(4)) == []
    assert [check.key for check in running.due(at=minutes(5))] == ["shop.shelf"]


def test_what_is_bad_is_asked_again_sooner(shelf):
    checks.register(Check("shop.shelf", "The shelf", 24 * 60, "worker-down", shelf))
    shelf.fall()
    run()
    assert running.due(at=minutes(9)) == []
    assert [check.key for check in running.due(at=minutes(10))] == ["shop.shelf"]
    shelf.answer = Answer(Verdict.GOOD, "Mended.", figures=[Figure("Jars", "3")])
    run(minutes(10))
    assert running.due(at=minutes(24 * 60)) == []


def test_the_quickest_is_asked_first(shelf):
    checks.register(Check("shop.door", "The door", 5, "worker-down", shelf))
    run()
    CheckRun.objects.update(took_ms=900)
    assert [check.key for check in running.due(at=minutes(5))] == ["shop.door", "shop.shelf"]


def test_a_check_that_breaks_is_itself_to_be_acted_on(shelf, caplog):
    def breaks(_at):
        raise KeyError("jar")

    checks.register(Check("shop.shelf", "The shelf", 5, "worker-down", breaks))
    kept = run()
    assert (kept.verdict, kept.message) == ("act", "The check itself broke: KeyError. 'jar'")
    assert "KeyError" in caplog.text


def test_a_change_of_verdict_is_told_once_with_what_it_was(shelf, monkeypatch):
    told = []
    monkeypatch.setattr(events, "_subscribers", {running.VerdictChanged: [told.append]})
    run()
    run(minutes(5))
    shelf.fall()
    run(minutes(10))
    assert told == [
        running.VerdictChanged("shop.shelf", None, Verdict.GOOD, NOW),
        running.VerdictChanged("shop.shelf", Verdict.GOOD, Verdict.ACT, minutes(10)),
    ]


def test_a_check_that_hangs_is_given_up_and_said(shelf):
    run()
    CheckState.objects.update(begun_at=minutes(5))
    assert running.give_up_on_hung(at=minutes(8)) == []
    assert running.give_up_on_hung(at=minutes(12)) == ["shop.shelf"]
    last = CheckState.objects.get().last_run
    assert (last.verdict, last.message) == ("act", "The check was begun and did not end within 6 minutes.")


def test_the_worker_asks_and_gives_a_slow_one_a_job_of_its_own(shelf, it_is_now):
    tasks.ask_checks()
    assert (shelf.asked, CheckRun.objects.count()) == (1, 1)
    CheckRun.objects.update(took_ms=3001)
    CheckState.objects.update(begun_at=NOW - timedelta(minutes=5))
    for _minute in range(3):
        tasks.ask_checks()
    assert (shelf.asked, OrmQ.objects.count()) == (1, 1)
    assert running.last_beat(name=running.WORKER) == NOW
    tasks.ask_check(key="shop.shelf")
    assert shelf.asked == 2


# --- history ----------------------------------------------------------------------------------------


def a_week(shelf) -> None:
    """Good on Monday, fallen on Wednesday, good again on Thursday; asked every six hours."""
    good = shelf.answer
    for quarter in range(28):
        shelf.answer = Answer(Verdict.ACT, "The shelf fell.") if 8 <= quarter < 12 else good
        run(NOW + timedelta(hours=6 * quarter))


def test_what_is_a_change_the_first_of_a_day_or_a_repeat(shelf):
    a_week(shelf)
    kinds = list(CheckRun.objects.order_by("pk").values_list("kind", flat=True))
    assert [place for place, kind in enumerate(kinds) if kind == RunKind.CHANGE] == [0, 8, 12]
    assert kinds.count(RunKind.FIRST) == 7
    assert list(runs.verify()) == []


def test_thinning_keeps_every_change_and_the_first_of_each_day(shelf):
    a_week(shelf)
    gone = runs.thin(at=NOW + timedelta(days=30))
    left = list(CheckRun.objects.order_by("pk").values_list("kind", flat=True))
    assert gone == 18
    assert (left.count(RunKind.CHANGE), left.count(RunKind.FIRST), len(left)) == (3, 7, 10)
    assert list(runs.verify()) == []


@pytest.mark.parametrize("column", [{"verdict": "good"}, {"sentence": "All is well."}, {"rows": []}, {"took_ms": 1}])
def test_a_run_that_was_edited_shows(shelf, column):
    run()
    shelf.fall()
    fallen = run(minutes(5))
    CheckRun.objects.filter(pk=fallen.pk).update(**{"took_ms": 5000} | column)
    assert "was changed after it was written" in next(iter(runs.verify()))


def test_a_change_that_was_taken_out_shows(shelf):
    a_week(shelf)
    fallen = CheckRun.objects.get(verdict="act", kind=RunKind.CHANGE)
    CheckRun.objects.filter(pk=fallen.pk).delete()
    assert "are missing" in next(iter(runs.verify()))


def test_the_last_change_taken_off_shows(shelf):
    run()
    shelf.fall()
    last = run(minutes(5))
    CheckState.objects.update(last_run=None)
    last.delete()
    assert list(runs.verify()) == ["the history of “shop.shelf” does not lead to its verdict"]


# --- the command ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "code"), [(Verdict.GOOD, 0), (Verdict.NOT_CONNECTED, 0), (Verdict.WATCH, 1), (Verdict.ACT, 2)]
)
def test_esha_asks_now_and_the_exit_code_is_the_worst(shelf, it_is_now, capsys, verdict, code):
    shelf.answer = Answer(verdict, "%(number)s jars.", {"number": 3}, [Figure("Jars", "3")], [("jar", "whole")])
    with pytest.raises(SystemExit) as ended:
        call_command("check_up", only="shop")
    assert ended.value.code == code
    said = capsys.readouterr().out
    assert "shop.shelf" in said
    assert "3 jars." in said
    assert "jar  whole" in said
