"""The demo's visitors: counted by the same verbs as real ones, the same for every demo shop."""

from datetime import timedelta

from kirana.analytics import selectors
from kirana.analytics.models import DayCount, DaySalt, Trace
from kirana.core import clock
from kirana.demo import month, visits
from kirana.support import asks, planning
from tests.cast import NOW

A_DAY = timedelta(days=1)


def funnel() -> dict[str, int]:
    today = clock.shop_date(NOW)
    return selectors.funnel(since=today - (month.DAYS - 1) * A_DAY, until=today)


def test_a_month_of_visitors_narrows_down_to_the_orders_that_were_placed(lakshmi):
    for _ in range(2):
        lakshmi.a_placed_order(atta=2)
    visits.come(store=lakshmi.store, until=NOW)
    came = funnel()
    assert came["order"] == 2
    assert list(came.values()) == sorted(came.values(), reverse=True)
    assert came["visit"] > 600
    assert sum(times for _words, times in selectors.not_found(since=NOW.date() - 30 * A_DAY)) > 30
    assert {one.kind for one in selectors.chances(store_id=lakshmi.store.pk, at=NOW)} >= {"not_found", "looked_at"}


def test_only_todays_visitors_have_traces(lakshmi):
    visits.come(store=lakshmi.store, until=NOW)
    today = clock.shop_date(NOW)
    assert set(Trace.objects.values_list("on", flat=True)) == {today}
    assert list(DaySalt.objects.values_list("on", flat=True)) == [today]
    assert DayCount.objects.filter(kind="visit").count() == month.DAYS - 1


def test_what_is_missed_is_counted_and_planned(lakshmi):
    visits.wish(store=lakshmi.store, at=NOW)
    counted = {one.topic: one for one in asks.counted(store_id=lakshmi.store.pk, since=NOW - planning.LOOKS_BACK)}
    jackfruit = counted["wish:jackfruit, cut and cleaned"]
    assert jackfruit.times == 3
    assert jackfruit.item is not None
    assert [(one.title, one.state, one.asked, one.priority) for one in planning.items(store_id=lakshmi.store.pk)] == [
        ("Sell jackfruit, cut and cleaned", "waiting", 3, 12),
        ("Milk arrives after seven", "planned", 0, 9),
    ]
    review = planning.last_review(store_id=lakshmi.store.pk)
    assert review is not None
    assert review.asks == 5
