"""Figures: counted, put together, packed and read again, without anything getting lost."""

import pytest

from kirana.ops.measure.figures import Figures, Gauge, Tally, together, unpack

pytestmark = pytest.mark.sqlite_only


def a_tally(*answers):
    tally = Tally()
    for milliseconds, status in answers:
        tally.note(milliseconds * 1000, status)
    return tally


def test_a_tally_tells_what_broke_from_what_was_refused():
    tally = a_tally((10, 200), (20, 302), (30, 404), (900, 500), (40, 503))
    assert (tally.count, tally.errors, tally.refused, tally.total_us, tally.worst_us) == (5, 2, 1, 1_000_000, 900_000)
    assert tally.errors_permille == 400


def test_percentiles_are_whole_milliseconds():
    tally = a_tally(*[(ms, 200) for ms in range(1, 101)])
    assert [tally.percentile_ms(percent) for percent in (50, 95, 99)] == [50, 95, 99]


def test_no_percentile_is_above_the_worst():
    tally = a_tally((1658, 200), (1658, 200))
    assert [tally.percentile_ms(percent) for percent in (50, 95, 99)] == [1658, 1658, 1658]


def test_a_gauge_keeps_the_least_the_most_the_middle_and_the_last():
    gauge = Gauge()
    for value in (40, 10, 100):
        gauge.note(value)
    assert (gauge.low, gauge.high, gauge.mean, gauge.last) == (10, 100, 50, 100)


def test_figures_come_out_of_their_bytes_as_they_went_in():
    figures = Figures({"home": a_tally((3, 200), (700, 500))})
    figures.note_levels({"host.cpu_permille": 120})
    assert unpack(figures.pack()) == figures


def test_together_is_the_sum_and_changes_none_of_the_parts():
    first, second = (
        Figures({"home": a_tally((3, 200))}),
        Figures({"home": a_tally((5, 500)), "shelf": a_tally((9, 200))}),
    )
    whole = together([first, second])
    assert whole.requests == {"home": a_tally((3, 200), (5, 500)), "shelf": a_tally((9, 200))}
    assert first.requests == {"home": a_tally((3, 200))}
    assert whole.all_requests().count == 3
