"""Do visitors buy, what sells, what could be done better: and no alarm from a handful of visitors."""

from datetime import timedelta

import pytest

from kirana.analytics import checks
from kirana.analytics.models import DayCount
from kirana.inventory import services as inventory
from kirana.ops.checks import Verdict
from tests.cast import BY, NOW

A_DAY = timedelta(days=1)


def weeks(before: tuple[int, int], now: tuple[int, int]) -> None:
    """Visitors and orders of the week before and of this one."""
    for days, (visits, orders) in ((9, before), (2, now)):
        on = NOW.date() - days * A_DAY
        DayCount.objects.create(on=on, kind="visit", times=visits)
        DayCount.objects.create(on=on, kind="order", times=orders)


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        ((200, 40), (200, 40), Verdict.GOOD),
        ((200, 40), (200, 30), Verdict.GOOD),
        ((200, 40), (200, 29), Verdict.WATCH),
        ((99, 40), (200, 0), Verdict.GOOD),
        ((200, 40), (99, 0), Verdict.GOOD),
    ],
    ids=["the same", "a quarter less", "more than a quarter less", "few before", "few now"],
)
def test_a_drop_is_watched_where_there_are_enough_visitors(db, before, now, verdict):
    weeks(before, now)
    answer = checks.conversion(NOW)
    assert answer.verdict is verdict
    assert answer.rows[0] == ("Came", str(before[0]), str(now[0]))


def test_what_sold_is_named_with_its_sum(lakshmi):
    assert checks.popular(NOW).verdict is Verdict.WATCH
    lakshmi.a_placed_order(atta=2)
    answer = checks.popular(NOW + A_DAY)
    assert answer.verdict is Verdict.GOOD
    assert answer.rows[0][0] == lakshmi["atta"].product.name


def test_what_is_popular_and_sold_out_and_what_was_missed_stand_on_the_list(lakshmi):
    lakshmi.a_placed_order(atta=2)
    inventory.count(listing_id=lakshmi["atta"].pk, counted=2, by=BY, at=NOW, why="sold")
    DayCount.objects.create(on=NOW.date(), kind="not_found", subject="kimchi", times=4)
    answer = checks.opportunities(NOW + A_DAY)
    assert answer.verdict is Verdict.ASK
    assert answer.rows[:2] == [
        ("Popular, and sold out", lakshmi["atta"].product.name, "1"),
        ("Searched and not found", "kimchi", "4"),
    ]


def test_what_stands_for_a_month_is_named(lakshmi):
    answer = checks.opportunities(NOW + 31 * A_DAY)
    standing = [row[1] for row in answer.rows if row[0] == "Much in stock, and nothing sold in a month"]
    assert lakshmi["eggs"].product.name in standing
