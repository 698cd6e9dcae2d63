"""The shop's day."""

from datetime import UTC, date, datetime

import pytest

from kirana.core import clock


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 1, 18, 29, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 18, 30, tzinfo=UTC), date(2026, 3, 2)),  # midnight in Bengaluru
        (datetime(2026, 3, 31, 20, 0, tzinfo=UTC), date(2026, 4, 1)),  # a new financial year
    ],
)
def test_a_day_begins_at_midnight_in_the_shop_not_in_greenwich(at, day):
    assert clock.shop_date(at) == day


def test_now_knows_its_zone_and_does_not_go_back():
    first, second = clock.now(), clock.now()
    assert first.utcoffset() is not None
    assert first <= second
