"""From what customers ask for to what the shop does, with a person in between once a month."""

from datetime import timedelta

import pytest

from kirana.core.states import IllegalMove
from kirana.ops.checks import Verdict
from kirana.support import asks, plan_checks, planning
from kirana.support.models import PlanItem, Wish
from kirana.support.services import NothingWritten
from tests.cast import NOW
from tests.support.asked import a_ticket

A_DAY = timedelta(days=1)


def wish(lakshmi, text, times=1, at=NOW):
    for _time in range(times):
        planning.miss(store=lakshmi.store, text=text, at=at)


def chitra(lakshmi, at=NOW):
    return {"by": lakshmi.chitra.as_actor(), "at": at}


def an_item(lakshmi, title="Sell jackfruit", kind="feature", topic="", at=NOW):
    return planning.write_down(store=lakshmi.store, title=title, kind=kind, topic=topic, **chitra(lakshmi, at))


def counted(lakshmi, at=NOW):
    found = asks.counted(store_id=lakshmi.store.pk, since=at - planning.LOOKS_BACK)
    return [(one.topic, one.times) for one in found]


def test_wishes_in_other_letters_are_one_and_requests_are_counted_beside_them(lakshmi):
    wish(lakshmi, "Jackfruit", 2)
    wish(lakshmi, " jackfruit  ")
    a_ticket(lakshmi)
    assert counted(lakshmi) == [("wish:jackfruit", 3), ("ticket:bad", 1)]
    assert counted(lakshmi, NOW + 40 * A_DAY) == []


def test_a_wish_of_nothing_is_none(lakshmi):
    with pytest.raises(NothingWritten):
        wish(lakshmi, "   ")
    assert Wish.objects.count() == 0


def test_another_source_joins_the_count(lakshmi, monkeypatch):
    monkeypatch.setattr(asks, "_sources", dict(asks._sources))
    asks.join("search", lambda _store, _since: [("kimchi", 7)])
    assert counted(lakshmi) == [("search:kimchi", 7)]


def test_the_month_is_a_question_until_somebody_looked(lakshmi):
    wish(lakshmi, "jackfruit", 3)
    answer = plan_checks.review(NOW)
    assert answer.verdict is Verdict.ASK
    assert answer.rows == [("Wish", "jackfruit", "3", "–")]
    planning.review(store=lakshmi.store, **chitra(lakshmi))
    assert plan_checks.review(NOW + 31 * A_DAY).verdict is Verdict.GOOD
    assert plan_checks.review(NOW + 32 * A_DAY).verdict is Verdict.ASK


def test_what_is_asked_for_three_times_wants_a_decision(lakshmi):
    wish(lakshmi, "jackfruit", 2)
    assert plan_checks.plan(NOW).verdict is Verdict.GOOD
    wish(lakshmi, "jackfruit")
    answer = plan_checks.plan(NOW)
    assert (answer.verdict, answer.message) == (
        Verdict.ASK,
        "“jackfruit” was asked for 3 times: shall it be planned?",
    )
    item = an_item(lakshmi, topic="wish:jackfruit")
    assert item.asked == 3
    planning.decide(item=item, move="drop", **chitra(lakshmi))
    assert plan_checks.plan(NOW).verdict is Verdict.GOOD


def test_the_list_is_in_the_order_of_what_helps_most_for_the_least_work(lakshmi):
    for title, reach, effort in (("months for a few", 1, 4), ("hours for all", 4, 1), ("days for some", 2, 2)):
        planning.weigh(item=an_item(lakshmi, title), reach=reach, effort=effort, **chitra(lakshmi))
    found = planning.items(store_id=lakshmi.store.pk)
    assert [(one.title, one.priority) for one in found] == [
        ("hours for all", 16),
        ("days for some", 6),
        ("months for a few", 1),
    ]


def test_what_nobody_weighed_is_a_question_and_an_old_defect_is_watched(lakshmi):
    item = an_item(lakshmi, "The bell is silent", kind="defect")
    assert plan_checks.priorities(NOW).verdict is Verdict.ASK
    planning.weigh(item=item, reach=4, effort=1, **chitra(lakshmi))
    assert plan_checks.priorities(NOW).verdict is Verdict.GOOD
    assert plan_checks.priorities(NOW + 32 * A_DAY).verdict is Verdict.WATCH


def test_what_is_done_is_not_begun_again(lakshmi):
    item = an_item(lakshmi)
    for move in ("plan", "start", "finish"):
        planning.decide(item=item, move=move, **chitra(lakshmi))
    with pytest.raises(IllegalMove):
        planning.decide(item=item, move="start", **chitra(lakshmi))
    assert PlanItem.objects.get().state == "done"
