"""What stays of a year of nightly backups."""

from datetime import timedelta

import pytest

from kirana.ops.backups.retention import Keep, to_keep
from tests.cast import NOW

pytestmark = pytest.mark.sqlite_only
YEAR = [NOW - timedelta(days=day) for day in range(400)]


def days_ago(kept):
    return sorted((NOW - moment).days for moment in kept)


def test_days_then_weeks_then_months():
    # NOW is a Monday; the newest of each week is its Sunday, of each month its last day.
    assert days_ago(to_keep(YEAR, Keep(daily=3, weekly=3, monthly=3))) == [0, 1, 2, 8, 30]


def test_the_newest_stays_however_old_and_whatever_the_setting():
    old = [NOW - timedelta(days=900), NOW - timedelta(days=901, hours=30)]
    assert to_keep(old, Keep(daily=0, weekly=0, monthly=0)) == {old[0]}


def test_everything_of_the_last_two_days_stays():
    hours = [NOW - timedelta(hours=hour) for hour in range(0, 96, 6)]
    kept = to_keep(hours, Keep(daily=1, weekly=0, monthly=0))
    assert kept == {moment for moment in hours if NOW - moment < timedelta(days=2)}


def test_of_nothing_nothing_is_kept():
    assert to_keep([], Keep(daily=7, weekly=4, monthly=12)) == set()


def test_a_gap_does_not_use_up_what_is_kept():
    moments = [NOW, NOW - timedelta(days=40), NOW - timedelta(days=41)]
    assert to_keep(moments, Keep(daily=3, weekly=1, monthly=1)) == set(moments)
