"""What is kept: minutes by source, hours and days of everything, a total that only grows, and nothing for ever."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError

from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures, Tally
from kirana.ops.measure.store import Measurement, Span

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Kolkata"))


def figures(page="home", milliseconds=10, times=1, **levels):
    made = Figures({page: Tally()})
    for _ in range(times):
        made.requests[page].note(milliseconds * 1000, 200)
    made.note_levels(levels)
    return made


def keep(at, source="web-1", **facts):
    store.keep_minutes(source=source, minutes=[(at, figures(**facts))])


def counted(span):
    return [
        (row.starts_at, row.source, row.opened.all_requests().count)
        for row in Measurement.objects.filter(span=span).order_by("starts_at", "source")
    ]


def test_a_minute_is_a_row_of_its_source():
    keep(NINE + timedelta(seconds=59), times=3)
    keep(NINE + timedelta(seconds=59), source="web-2")
    assert counted(Span.MINUTE) == [(NINE, "web-1", 3), (NINE, "web-2", 1)]


def test_the_same_minute_twice_is_added_up():
    keep(NINE, times=3)
    keep(NINE, times=2, page="shelf")
    assert counted(Span.MINUTE) == [(NINE, "web-1", 5)]
    assert {name: one.count for name, one in store.total().requests.items()} == {"home": 3, "shelf": 2}


def test_minutes_that_cannot_all_be_written_are_not_written(monkeypatch):
    def broken(self):
        raise DatabaseError("the disk is full")

    second = figures()
    monkeypatch.setattr(type(second), "pack", broken)
    with pytest.raises(DatabaseError):
        store.keep_minutes(source="web-1", minutes=[(NINE, figures())])
    assert not Measurement.objects.exists()


def test_hours_and_days_are_everything_together():
    for hour in range(26):
        keep(NINE + timedelta(hours=hour), times=2)
        keep(NINE + timedelta(hours=hour, minutes=30), source="web-2", times=1)
    store.roll_up(at=NINE + timedelta(hours=25, minutes=10))
    assert counted(Span.HOUR) == [(NINE + timedelta(hours=hour), "", 3) for hour in range(25)]
    assert counted(Span.DAY) == [(NINE.replace(hour=0), "", 45)]


def test_rolling_up_twice_changes_nothing():
    keep(NINE, times=2)
    for _ in range(2):
        store.roll_up(at=NINE + timedelta(hours=1))
        assert counted(Span.HOUR) == [(NINE, "", 2)]


def test_a_minute_that_was_written_late_still_comes_into_its_hour():
    keep(NINE)
    store.roll_up(at=NINE + timedelta(hours=1))
    keep(NINE + timedelta(minutes=1), times=4)
    store.roll_up(at=NINE + timedelta(hours=2))
    assert counted(Span.HOUR) == [(NINE, "", 5)]


def test_an_hour_that_is_not_over_waits():
    keep(NINE)
    store.roll_up(at=NINE + timedelta(minutes=59))
    assert counted(Span.HOUR) == []


def test_old_rows_go_and_the_total_stays():
    keep(NINE, times=7)
    store.roll_up(at=NINE + timedelta(days=1, hours=1))
    spans = lambda: list(Measurement.objects.order_by("span").values_list("span", flat=True))  # noqa: E731
    assert spans() == [Span.DAY, Span.HOUR, Span.MINUTE, Span.TOTAL]
    store.roll_up(at=NINE + timedelta(days=3))
    assert spans() == [Span.DAY, Span.HOUR, Span.TOTAL]
    store.roll_up(at=NINE + timedelta(days=61))
    assert spans() == [Span.DAY, Span.TOTAL]
    store.roll_up(at=NINE + timedelta(days=732))
    assert spans() == [Span.TOTAL]
    assert store.total().all_requests().count == 7
