"""Pages that are slow or break are named, quiet hours are no alarm, and silence is not taken for health."""

from datetime import timedelta

import pytest

from kirana.ops.checks import Verdict
from kirana.ops.watch import pages
from tests.cast import NOW
from tests.ops.measured import an_hour, keep

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ASKED = (pages.endpoints, pages.slowest, pages.errors)


def figures(answer):
    return [figure.value for figure in answer.figures]


@pytest.mark.parametrize("ask", ASKED)
def test_before_anything_is_measured_nothing_is_said_to_be_well(ask):
    assert ask(NOW).verdict == Verdict.NOT_CONNECTED


@pytest.mark.parametrize("ask", ASKED)
def test_when_the_counting_stops_it_is_said(ask):
    keep(NOW - timedelta(minutes=11))
    assert ask(NOW).verdict == Verdict.WATCH


def test_an_hour_of_quick_pages_is_well():
    an_hour(NOW)
    answer = pages.endpoints(NOW)
    assert (answer.verdict, figures(answer)) == (Verdict.GOOD, ["600", "20 ms", "500 ms"])


def test_a_page_that_has_become_slow_is_named_after_ten_minutes():
    for minute in range(60):
        late = minute >= 50
        keep(NOW - (59 - minute) * MINUTE, page="product", milliseconds=800 if late else 20)
    answer = pages.endpoints(NOW)
    assert answer.verdict == Verdict.ACT
    assert answer.message == "Slower than 500 ms: product."
    assert [row[0] for row in answer.rows] == ["product"]


def test_five_slow_minutes_are_no_alarm_yet():
    for minute in range(60):
        keep(NOW - (59 - minute) * MINUTE, page="product", milliseconds=800 if minute >= 55 else 20)
    assert pages.endpoints(NOW).verdict == Verdict.GOOD


def test_a_page_that_one_person_opened_is_no_evidence():
    for minute in range(60):
        keep(NOW - (59 - minute) * MINUTE, times=1 if minute in (51, 57) else 0, milliseconds=4000)
    assert pages.endpoints(NOW).verdict == Verdict.GOOD


def test_a_burst_of_errors_is_an_alarm_at_once():
    an_hour(NOW - 5 * MINUTE)
    keep(NOW, times=50, broke=10, page="POST checkout")
    answer = pages.errors(NOW)
    assert answer.verdict == Verdict.ACT
    assert [(row[0], row[-1]) for row in answer.rows] == [("POST checkout", "10")]


def test_one_error_in_a_quiet_hour_is_none():
    an_hour(NOW - 5 * MINUTE, times=1)
    keep(NOW, times=20, broke=1)
    assert pages.errors(NOW).verdict == Verdict.GOOD


def test_the_alarm_goes_when_it_is_over():
    keep(NOW - timedelta(minutes=50), times=100, broke=50)
    for minute in range(40):
        keep(NOW - minute * MINUTE)
    assert pages.errors(NOW).verdict == Verdict.GOOD


def test_the_slowest_pages_of_the_week_stand_in_order():
    an_hour(NOW, page="home")
    an_hour(NOW, page="search", milliseconds=700)
    answer = pages.slowest(NOW)
    assert answer.verdict == Verdict.WATCH
    assert [row[0] for row in answer.rows] == ["search", "home"]
    assert answer.rows[0][1] == "600"
