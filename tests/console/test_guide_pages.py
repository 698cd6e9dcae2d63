"""The pages of the guide: all of it, what was searched for, one task, and the answer that Esha signs."""

from datetime import timedelta

import pytest

from kirana.ops import checks, running
from kirana.ops.backups.models import Drill
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.guide.answers import GuideAnswer
from tests.cast import NOW
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, nothing_is_written, statements

pytestmark = pytest.mark.usefixtures("it_is_now")
BRANCH = "/staff/console/guide/backend-updates.prepare-update.1/"


@pytest.fixture
def esha(lakshmi):
    """Esha's browser."""
    browser = a_visitor(lakshmi.esha.user)
    browser.get("/staff/console/")
    return browser


@pytest.fixture
def only(monkeypatch):
    """A shop whose only checks are those that the test puts there."""
    monkeypatch.setattr(checks, "_checks", {})

    def put(key: str, verdict: Verdict, title: str = "The shelf", rows=()) -> None:
        answer = Answer(verdict, "%(number)s jars stand.", {"number": 3}, [Figure("Jars", "3")], rows)
        checks.register(Check(key, title, 60, "worker-down", lambda _at: answer))
        running.run(check=checks.by_key(key), at=NOW)

    return put


def texts(answer) -> str:
    return " ".join(read(answer).texts)


def test_the_whole_guide_is_on_one_page(esha):
    said = texts(esha.get("/staff/console/guide/"))
    assert "119 of 119 shown." in said
    assert "Check Render dashboard for any alerts or issues" in said
    assert "Stripe Support: [Stripe Support URL]" in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("cadence=daily", 11),
        ("q=featured", 1),
        ("state=ask", 9),
        ("cadence=nonsense&state=%00", 119),
        ("q=no-such-thing", 0),
    ],
)
def test_what_is_searched_for(esha, only, query, shown):
    assert f"{shown} of 119 shown." in texts(esha.get(f"/staff/console/guide/?{query}"))


def test_the_guide_asks_the_database_the_same_for_any_state(esha, only):
    with statements() as few:
        esha.get("/staff/console/guide/")
    for key in ("orders.stuck", "books.right", "support.open", "content.featured"):
        only(key, Verdict.ACT)
    with statements() as many:
        esha.get("/staff/console/guide/")
    assert len(many) == len(few) == 6


def test_a_task_shows_its_evidence(esha, only):
    only("content.featured", Verdict.GOOD)
    said = texts(esha.get("/staff/console/guide/weekly-tasks.content-updates.1/"))
    assert "“Update featured products”" in said
    assert "Jars 3" in said
    assert "3 jars stand." in said


def test_esha_signs_an_answer(esha, lakshmi):
    answer = esha.post(f"{BRANCH}answer/", {"choice": "yes", "note": "read by Ravi"})
    assert answer.headers["Location"] == BRANCH
    given = GuideAnswer.objects.get()
    assert (given.choice, given.note, given.by, given.at) == ("yes", "read by Ravi", str(lakshmi.esha.as_actor()), NOW)
    said = texts(esha.get(BRANCH))
    assert "Yes, each on its own branch" in said
    assert given.hash[:12] in said


@pytest.mark.parametrize("choice", ["", "perhaps"])
def test_an_answer_that_was_not_offered_comes_back_with_the_note(esha, choice):
    with nothing_is_written():
        answer = esha.post(f"{BRANCH}answer/", {"choice": choice, "note": "read by Ravi"})
    assert answer.status_code == 422
    assert "Choose one of the answers." in texts(answer)
    assert "read by Ravi" in answer.content.decode()


@pytest.mark.parametrize("path", ["no-such-task/", "no-such-task/answer/", "daily-tasks.order-processing.1/answer/"])
def test_what_is_not_there_is_not_found(esha, path):
    with nothing_is_written():
        answer = (
            esha.post(f"/staff/console/guide/{path}") if "answer" in path else esha.get(f"/staff/console/guide/{path}")
        )
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["pooja", "dev", "asha"])
def test_nobody_else_answers_or_asks(lakshmi, who, only):
    only("shop.shelf", Verdict.GOOD)
    browser = a_visitor(getattr(lakshmi, who).user)
    with nothing_is_written():
        codes = {
            browser.post(path).status_code for path in (f"{BRANCH}answer/", "/staff/console/checks/shop.shelf/asking/")
        }
    assert codes == {404 if who == "asha" else 403}


def test_a_rehearsal_has_the_date_and_the_name_of_who_signed_it(esha, only):
    only("shop.shelf", Verdict.GOOD)
    outage = "/staff/console/guide/handling-outages.resolution.1/"
    assert "Last rehearsed not yet" in texts(esha.get(outage))
    esha.post(f"{outage}answer/", {"choice": "never"})
    assert "Last rehearsed not yet" in texts(esha.get(outage))
    esha.post(f"{outage}answer/", {"choice": "gaps"})
    said = "Yes, and something was missing: signed 2 Mar, 9 am by Esha Menon"
    assert f"Last rehearsed {said}" in texts(esha.get(outage))


def test_restoring_is_rehearsed_by_the_trial_that_passed_last(esha, only):
    only("backup.restorable", Verdict.GOOD)
    restore = "/staff/console/guide/security-incidents.remediate.2/"
    assert "Last rehearsed not yet" in texts(esha.get(restore))
    for hours, passed in ((50, True), (26, True), (2, False)):
        Drill.objects.create(backup_name="b", place="p", begun_at=NOW - timedelta(hours=hours), passed=passed)
    assert "Last rehearsed 1 Mar, 7 am: a backup was restored on trial" in texts(esha.get(restore))


def test_what_nobody_rehearses_has_no_date_for_it(esha, only):
    only("shop.shelf", Verdict.GOOD)
    assert "Last rehearsed" not in texts(esha.get("/staff/console/guide/weekly-tasks.content-updates.1/"))


# --- the round --------------------------------------------------------------------------------------


def answer_everything(esha) -> None:
    for task, choice in (
        ("backend-updates.prepare-update.1", "yes"),
        ("frontend-updates.build-and-test.1", "yes"),
        ("frontend-updates.build-and-test.2", "both"),
        ("recovery-procedures.application-recovery.1", "worked"),
        ("handling-outages.communication.1", "worked"),
        ("security-incidents.contain-the-breach.1", "worked"),
    ):
        assert esha.post(f"/staff/console/guide/{task}/answer/", {"choice": choice}).status_code == 302


def test_the_round_says_that_all_is_well(esha, only):
    only("shop.shelf", Verdict.GOOD)
    answer_everything(esha)
    said = texts(esha.get("/staff/console/"))
    assert "All is well." in said
    assert "Next digest 3 Mar, 7 am" in said
    assert "Last asked 2 Mar, 9 am" in said


def test_the_round_brings_only_what_needs_a_person_the_worst_first(esha, only):
    answer_everything(esha)
    only("shop.shelf", Verdict.WATCH, "The shelf")
    only("shop.till", Verdict.ACT, "The till", rows=[("rupee", "missing")])
    only("shop.door", Verdict.GOOD, "The door")
    page = esha.get("/staff/console/")
    said = texts(page)
    assert "2 things need you." in said
    assert said.index("The till") < said.index("The shelf") < said.index("The door")
    assert "rupee · missing" in said
    assert "/staff/console/runbooks/worker-down/" in page.content.decode()


def test_the_round_asks_each_question_once(esha, only):
    only("shop.shelf", Verdict.GOOD)
    page = esha.get("/staff/console/").content.decode()
    assert "The shop is well; it only asks you something." in page
    assert page.count("#question") == 6


def test_a_worker_that_died_is_seen_on_the_round(esha):
    assert "The worker has never been seen to run." in texts(esha.get("/staff/console/"))


# --- checks and runbooks ----------------------------------------------------------------------------


def test_esha_asks_now(esha, only):
    only("shop.shelf", Verdict.WATCH)
    answer = esha.post("/staff/console/checks/shop.shelf/asking/")
    assert answer.headers["Location"] == "/staff/console/checks/shop.shelf/"
    said = texts(esha.get("/staff/console/checks/shop.shelf/"))
    assert "Asked: 3 jars stand." in said
    assert said.count("3 jars stand.") == 4  # said just now, as it is, and twice in its history


def test_a_check_that_never_was_is_not_found(esha):
    assert esha.get("/staff/console/checks/no.such/").status_code == 404


def test_a_runbook_is_read_in_the_console(esha):
    page = esha.get("/staff/console/runbooks/database-down/").content.decode()
    assert "<h2>What you see</h2>" in page
    assert 'href="/staff/console/runbooks/database-locked/"' in page
    assert "manage.py check_up --only health.database" in page
    assert "../" not in page.split("prose")[1]


def test_a_runbook_that_never_was_is_not_found(esha):
    assert esha.get("/staff/console/runbooks/no-such-page/").status_code == 404
