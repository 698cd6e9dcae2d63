"""The guide: every bullet is a task in the guide's own words, answered by the software or asked of a person."""

import csv
import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import translation

from kirana.core.audit import AuditEntry
from kirana.ops import checks, guide, running
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.guide import answers, standing
from kirana.ops.guide.answers import GuideAnswer
from kirana.ops.guide.tasks import Cadence
from tests.cast import NOW

GUIDE = Path(__file__).resolve().parents[3] / "shared" / "guide" / "bullets.csv"
# All ids and words of the guide's bullets in one number, for where the guide itself is not at hand.
FINGERPRINT = "09f2d6ac8c939365"
ONLY_A_PERSON_KNOWS = {"backend-updates.prepare-update.1", "frontend-updates.build-and-test.1"}


def words() -> list[tuple[str, str, str, str, str]]:
    """The guide as this shop tells it."""
    with translation.override("en"):
        return [
            (task.id, str(task.section), str(task.subsection), str(task.group), task.text)
            for task in guide.tasks().values()
        ]


def test_every_bullet_of_the_guide_is_a_task_in_its_own_words():
    if not GUIDE.exists():
        pytest.skip("the guide itself is not here; its fingerprint is compared instead")
    with GUIDE.open(newline="", encoding="utf-8") as file:
        rows = [(r["id"], r["section"], r["subsection"], r["group"], r["text"]) for r in csv.DictReader(file)]
    assert len(rows) == 119
    assert words() == rows


def test_the_words_are_those_of_the_guide_also_where_it_is_not_at_hand():
    assert len(words()) == 119
    assert hashlib.sha256(repr(words()).encode()).hexdigest()[:16] == FINGERPRINT


def test_at_least_a_hundred_are_answered_by_the_software_alone():
    alone = [task.id for task in guide.tasks().values() if task.checks and task.question is None]
    assert len(alone) == 110
    assert {task.id for task in guide.tasks().values() if not task.checks} == ONLY_A_PERSON_KNOWS


def test_every_task_has_something_to_stand_on():
    assert [task.id for task in guide.tasks().values() if not task.checks and task.question is None] == []


def test_every_check_that_a_task_stands_on_is_there():
    there = {check.key for check in checks.all_checks()}
    wanted = {key for task in guide.tasks().values() for key in task.checks}
    assert wanted - there == set()


def test_every_button_leads_somewhere():
    names = {pattern.name for pattern in patterns(get_resolver())}
    assert {task.page for task in guide.tasks().values() if task.page} - names == set()


def test_every_question_has_a_good_answer_and_one_that_is_not():
    assert len(guide.questions()) == 6
    for question in guide.questions().values():
        verdicts = {choice.verdict for choice in question.choices}
        assert Verdict.GOOD in verdicts
        assert verdicts & {Verdict.WATCH, Verdict.ACT}


def test_every_runbook_that_is_named_is_there():
    folder = Path(__file__).resolve().parents[2] / "docs" / "runbooks"
    named = {check.runbook for check in checks.all_checks()} | {one.runbook for one in guide.questions().values()}
    assert sorted(name for name in named if not (folder / f"{name}.md").exists()) == []


def patterns(resolver):
    """Every address there is."""
    for one in resolver.url_patterns:
        yield from patterns(one) if hasattr(one, "url_patterns") else [one]


# --- where a task stands ----------------------------------------------------------------------------

pytestmark = pytest.mark.django_db
FEATURED = "weekly-tasks.content-updates.1"
DEVICES = "frontend-updates.build-and-test.2"
BRANCH = "backend-updates.prepare-update.1"


@pytest.fixture
def only(monkeypatch):
    """A shop whose only checks are those that the test puts there."""
    monkeypatch.setattr(checks, "_checks", {})

    def put(key: str, verdict: Verdict, at=NOW) -> None:
        answer = Answer(verdict, f"{key} is {verdict}.", figures=[Figure("Seen", "1")])
        checks.register(Check(key, key, 60, "worker-down", lambda _at: answer))
        running.run(check=checks.by_key(key), at=at)

    return put


def seen(task_id: str, at=NOW):
    return next(one for one in standing.look(at=at).tasks if one.task.id == task_id)


def test_a_task_without_its_check_is_not_connected_and_never_good(only):
    found = seen(FEATURED)
    assert found.verdict is Verdict.NOT_CONNECTED
    assert found.message == "Nothing answers this here yet: content.featured."


def test_nothing_is_good_in_a_shop_where_nothing_was_asked():
    assert [one.task.id for one in standing.look(at=NOW).tasks if one.verdict is Verdict.GOOD] == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_task_is_what_its_check_says(only, verdict):
    only("content.featured", verdict)
    found = seen(FEATURED)
    assert (found.verdict, found.message) == (verdict, f"content.featured is {verdict}.")


def test_the_worst_of_several_speaks_and_brings_its_runbook(only):
    only("orders.stuck", Verdict.ACT)
    only("books.right", Verdict.GOOD)
    only("invoices.gapless", Verdict.GOOD)
    found = seen("daily-tasks.order-processing.1")
    assert (found.verdict, found.message, found.runbook) == (Verdict.ACT, "orders.stuck is act.", "worker-down")


def test_what_was_good_and_is_no_longer_asked_is_to_be_watched(only):
    only("content.featured", Verdict.GOOD)
    assert seen(FEATURED, at=NOW + timedelta(minutes=120)).verdict is Verdict.GOOD
    late = seen(FEATURED, at=NOW + timedelta(minutes=140))
    assert late.verdict is Verdict.WATCH
    assert late.message.startswith("This was last asked at 2026-03-02 03:30 UTC")


def test_a_dead_worker_is_seen_by_who_looks(only):
    only("queue.worker", Verdict.GOOD)
    running.beat(name=running.WORKER, at=NOW)
    assert standing.look(at=NOW + timedelta(minutes=5)).shop.worker.verdict is Verdict.GOOD
    dead = standing.look(at=NOW + timedelta(minutes=6)).shop
    assert dead.checks["queue.worker"].verdict is Verdict.ACT
    assert dead.worker.message == "The worker has been silent for 6 minutes. Nothing is checked, no message leaves."


def test_while_the_worker_is_down_only_that_is_said(only):
    only("queue.worker", Verdict.GOOD)
    only("shop.shelf", Verdict.GOOD)
    only("shop.door", Verdict.ACT)
    running.beat(name=running.WORKER, at=NOW)
    later = NOW + timedelta(hours=5)
    assert {one.check.key for one in standing.look(at=later).shop.for_a_person} == {"queue.worker", "shop.door"}
    running.beat(name=running.WORKER, at=later)
    assert "shop.shelf" in [one.check.key for one in standing.look(at=later).shop.for_a_person]


# --- questions --------------------------------------------------------------------------------------


def give(lakshmi, code: str, task_id: str = BRANCH, at=NOW, note: str = "") -> GuideAnswer:
    question = guide.tasks()[task_id].question
    return answers.answer(question=question, code=code, note=note, by=lakshmi.esha.as_actor(), at=at)


def test_a_question_asks_until_it_is_answered_and_again_when_the_answer_is_old(lakshmi):
    assert (seen(BRANCH).verdict, seen(BRANCH).runbook) == (Verdict.ASK, "update-the-shop")
    given = give(lakshmi, "yes", note="by Esha and Ravi")
    assert (given.by, given.holds_until) == (str(lakshmi.esha.as_actor()), NOW + timedelta(days=31))
    found = seen(BRANCH)
    assert (found.verdict, found.message) == (Verdict.GOOD, "Yes, each on its own branch")
    assert seen(BRANCH, at=NOW + timedelta(days=31)).verdict is Verdict.ASK


def test_the_newest_answer_holds(lakshmi):
    give(lakshmi, "yes")
    give(lakshmi, "no", at=NOW + timedelta(hours=1))
    assert seen(BRANCH, at=NOW + timedelta(hours=2)).verdict is Verdict.WATCH


def test_a_good_answer_does_not_hide_a_bad_check(lakshmi, only):
    only("errors.browser", Verdict.ACT)
    give(lakshmi, "both", DEVICES)
    assert seen(DEVICES).verdict is Verdict.ACT


def test_one_answer_is_for_every_task_that_stands_on_the_question(lakshmi, only):
    only("incident.open", Verdict.GOOD)
    contain = ["security-incidents.contain-the-breach.1", "security-incidents.contain-the-breach.3"]
    assert [seen(one).verdict for one in contain] == [Verdict.ASK, Verdict.ASK]
    give(lakshmi, "worked", contain[0])
    assert [seen(one).verdict for one in contain] == [Verdict.GOOD, Verdict.GOOD]


def test_an_answer_that_was_not_offered_is_refused(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(answers.NoSuchAnswer):
        give(lakshmi, "perhaps")
    assert GuideAnswer.objects.count() == 0


def test_an_answer_is_in_the_log(lakshmi):
    give(lakshmi, "yes")
    entry = AuditEntry.objects.order_by("-number")[0]
    assert (entry.action, entry.subject, entry.by) == (
        "guide.answer",
        "question:update.branch",
        str(lakshmi.esha.as_actor()),
    )


@pytest.mark.parametrize("column", [{"choice": "none"}, {"note": "x"}, {"by": "staff:1 Nobody"}, {"verdict": "watch"}])
def test_an_answer_that_was_edited_shows(lakshmi, findings, column):
    given = give(lakshmi, "yes")
    GuideAnswer.objects.filter(pk=given.pk).update(**column)
    assert findings() == [("guide", "answer 1 was changed after it was given")]


def test_an_answer_that_was_taken_out_shows(lakshmi, findings):
    for hour in range(3):
        give(lakshmi, "yes", at=NOW + timedelta(hours=hour))
    GuideAnswer.objects.filter(number=2).delete()
    assert findings() == [("guide", "answers before number 3 are missing")]


# --- the command ------------------------------------------------------------------------------------


def printed(*flags: str) -> tuple[int, str]:
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("guide", *flags, stdout=said)
    return ended.value.code, said.getvalue()


@pytest.mark.usefixtures("it_is_now")
def test_esha_reads_the_guide_in_a_terminal():
    code, said = printed("--weekly")
    weekly = [task for task in guide.tasks().values() if task.cadence is Cadence.WEEKLY]
    assert f"\n{len(weekly)} tasks: " in said
    assert "Update featured products" in said
    assert "The worker has never been seen to run." in said
    assert code == 2


@pytest.mark.usefixtures("it_is_now")
def test_the_exit_code_is_that_of_the_worst(only):
    running.beat(name=running.WORKER, at=NOW)
    assert printed("--daily")[0] == 0
    only("support.open", Verdict.WATCH)
    assert printed("--daily")[0] == 1
    only("orders.stuck", Verdict.ACT)
    assert printed("--daily")[0] == 2
