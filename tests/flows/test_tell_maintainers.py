"""Esha is told once when something turns bad, once when it is right again, and gets her digests, each once."""

from datetime import timedelta

import pytest
from django.core import mail

from kirana.core import clock
from kirana.core.outbox import OutboxMessage
from kirana.flows import tasks
from kirana.flows.tell_maintainers import send_digests, tell_of_changes
from kirana.notifications.tasks import send_messages
from kirana.ops import checks, guide, running
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.guide import answers, digest
from kirana.ops.guide.tasks import Cadence
from tests.cast import NOW

ESHA = "esha@lakshmi.example"


@pytest.fixture
def only(monkeypatch, settings):
    """A shop whose only checks are those that the test puts there; Esha alone is told."""
    settings.MAINTAINERS = [ESHA]
    monkeypatch.setattr(checks, "_checks", {})
    running.beat(name=running.WORKER, at=NOW)

    def put(key: str, verdict: Verdict, at=NOW) -> None:
        answer = Answer(verdict, "%(number)s jars stand.", {"number": 3}, [Figure("Jars", "3")])
        checks.register(Check(key, key.title(), 60, "worker-down", lambda _at: answer))
        running.run(check=checks.by_key(key), at=at)

    return put


def told() -> list[tuple[list[str], list[str]]]:
    """Of each mail: what is to be acted on, and what is right again."""
    rows = OutboxMessage.objects.filter(template="maintainers/checks_changed").order_by("pk")
    return [tuple([line["title"] for line in row.facts[name]] for name in ("acting", "right")) for row in rows]


def after(**time: int):
    return NOW + timedelta(**time)


def test_nothing_is_told_while_nothing_is_bad(lakshmi, only):
    only("shop.shelf", Verdict.GOOD)
    only("shop.door", Verdict.WATCH)
    tell_of_changes(at=NOW)
    assert told() == []


def test_once_when_it_turns_bad_and_once_when_it_is_right_again(lakshmi, only):
    for minute, verdict in enumerate((Verdict.GOOD, Verdict.ACT, Verdict.ACT, Verdict.ACT)):
        only("shop.shelf", verdict, after(minutes=minute))
        tell_of_changes(at=after(minutes=minute))
    assert told() == [(["Shop.Shelf"], [])]
    only("shop.shelf", Verdict.GOOD, after(hours=2))
    tell_of_changes(at=after(hours=2))
    tell_of_changes(at=after(hours=3))
    assert told() == [(["Shop.Shelf"], []), ([], ["Shop.Shelf"])]


def test_many_at_once_are_one_mail(lakshmi, only):
    for number in range(8):
        only(f"shop.{number}", Verdict.ACT)
    tell_of_changes(at=NOW)
    [(acting, right)] = told()
    assert (len(acting), right) == (8, [])


def test_what_goes_to_and_fro_all_day_is_no_storm(lakshmi, only):
    for minute in range(0, 24 * 60, 2):
        only("shop.shelf", Verdict.ACT if minute % 4 else Verdict.GOOD, after(minutes=minute))
        tell_of_changes(at=after(minutes=minute))
    assert len(told()) <= 24


def test_between_acting_and_watching_nothing_is_told_again(lakshmi, only):
    for hour in range(10):
        only("shop.shelf", Verdict.ACT if hour % 2 == 0 else Verdict.WATCH, after(hours=2 * hour))
        tell_of_changes(at=after(hours=2 * hour))
    assert told() == [(["Shop.Shelf"], [])]


def test_those_who_may_answer_are_told_when_the_setting_names_nobody(lakshmi, only, settings):
    settings.MAINTAINERS = []
    only("shop.shelf", Verdict.ACT)
    tell_of_changes(at=NOW)
    addresses = OutboxMessage.objects.values_list("address", flat=True)
    assert sorted(addresses) == ["chitra@lakshmi.example", ESHA]


def test_the_mail_says_what_it_is_in_text_and_on_a_page(lakshmi, only):
    only("shop.shelf", Verdict.ACT)
    tell_of_changes(at=NOW)
    send_messages()
    [sent] = mail.outbox
    assert sent.subject == "1 thing in the shop needs you"
    assert "To act on: Shop.Shelf\n3 jars stand." in sent.body
    assert "/staff/console/" in sent.body
    assert "See the order" not in sent.alternatives[0][0]
    assert "<strong>Shop.Shelf</strong>" in sent.alternatives[0][0]


def test_a_plain_mail_has_no_signs_of_a_page(lakshmi, only):
    only("shop's.shelf", Verdict.ACT)
    tell_of_changes(at=NOW)
    send_messages()
    assert "To act on: Shop'S.Shelf\n" in mail.outbox[0].body
    assert "<strong>Shop&#39;S.Shelf</strong>" in mail.outbox[0].alternatives[0][0]


def test_it_is_told_in_the_language_of_the_maintainers(lakshmi, only, settings):
    settings.MAINTAINERS_LANGUAGE = "hi"
    only("shop.shelf", Verdict.ACT)
    tell_of_changes(at=NOW)
    send_messages()
    assert mail.outbox[0].subject == "दुकान में 1 बात को आपकी ज़रूरत है"
    assert "/hi/staff/console/" in mail.outbox[0].body


# --- digests ----------------------------------------------------------------------------------------


def digests() -> list[str]:
    return [row.facts["period"] for row in OutboxMessage.objects.filter(template="maintainers/digest").order_by("pk")]


def test_a_digest_leaves_once_each_day_week_and_month(lakshmi, only):
    send_digests(at=NOW - timedelta(hours=3))  # six in the morning
    assert digests() == []
    for hour in range(36):
        send_digests(at=after(hours=hour))
    assert digests() == ["2026-03-02", "2026-W10", "2026-03", "2026-03-03"]


def test_a_digest_says_what_was_done_what_is_needed_and_what_changed(lakshmi, only):
    only("orders.stuck", Verdict.GOOD, after(hours=-30))
    only("orders.stuck", Verdict.GOOD)
    only("support.open", Verdict.GOOD, after(hours=-2))
    only("support.open", Verdict.WATCH, after(hours=-1))
    said = digest.write(Cadence.DAILY, at=NOW)
    assert [(line.verdict, line.title) for line in said.needed][:1] == [("watch", "Support.Open")]
    assert [line.sentence for line in said.changed] == ["3 jars stand."]
    assert len([line for line in said.needed if line.verdict == "ask"]) == len(guide.questions()) == 6


def test_a_quiet_day_says_that_all_is_well(lakshmi, only):
    only("content.featured", Verdict.GOOD)
    for question in guide.questions().values():
        good = next(choice.code for choice in question.choices if choice.verdict is Verdict.GOOD)
        answers.answer(question=question, code=good, note="", by=lakshmi.esha.as_actor(), at=NOW)
    send_digests(at=NOW)
    send_messages()
    subjects = [sent.subject for sent in mail.outbox]
    assert subjects == ["Daily digest: all is well", "Weekly digest: all is well", "Monthly digest: all is well"]
    weekly = mail.outbox[1]
    assert "[Good] Update featured products: 3 jars stand." in weekly.body
    assert "Update featured products" in weekly.alternatives[0][0]


def test_the_jobs_do_it(lakshmi, only, it_is_now):
    only("shop.shelf", Verdict.ACT)
    tasks.tell_maintainers()
    tasks.send_digests()
    tasks.tell_maintainers()
    tasks.send_digests()
    assert (len(told()), len(digests())) == (1, 3)
    assert clock.now() == NOW


def test_the_next_digest_is_at_seven():
    assert digest.next_at(at=NOW) == after(hours=22)
    assert digest.next_at(at=after(hours=-3)) == after(hours=-2)
