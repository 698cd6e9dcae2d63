"""The checkout shows one day's times at a time, and never hides what was chosen."""

from datetime import UTC, datetime, timedelta

import pytest

from kirana.delivery.models import Slot
from kirana.storefront.delivery_days import delivery_days

FIRST = datetime(2026, 11, 30, 3, tzinfo=UTC)


def times(*booked: int) -> list[Slot]:
    """Two times a day, of one place each, as full as is said."""
    return [
        Slot(pk=n + 1, starts_at=starts, ends_at=starts + timedelta(hours=2), capacity=1, booked=taken)
        for n, taken in enumerate(booked)
        for starts in [FIRST + timedelta(days=n // 2, hours=4 * (n % 2))]
    ]


@pytest.mark.parametrize(
    ("booked", "chosen", "is_open"),
    [
        ((0, 0, 0, 0), "", [True, False]),
        ((1, 1, 0, 0), "", [False, True]),
        ((0, 0, 0, 0), "4", [False, True]),
        ((0, 0, 1, 0), "3", [True, False]),  # what was chosen is full now
        ((0, 0, 0, 0), "99", [True, False]),
        ((1, 1, 1, 1), "", [False, False]),
    ],
    ids=["the first day", "the first is full", "another was chosen", "chosen and full", "not a time", "all full"],
)
def test_the_day_that_matters_is_open(booked, chosen, is_open):
    assert [day.is_open for day in delivery_days(times(*booked), chosen=chosen)] == is_open


def test_a_day_says_how_many_of_its_times_are_free():
    days = delivery_days(times(1, 0, 0, 0), chosen="2")
    assert [(day.free, day.chosen, len(day.slots)) for day in days] == [(1, 2, 2), (2, None, 2)]
