"""Esha looks at figures of an hour, a day and a month, and at the database with what to do about it."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from kirana.console.charts import FLOOR, draw, round_up
from kirana.ops import checks, running
from kirana.ops.database import statements
from kirana.ops.database.sampling import Sample
from kirana.ops.measure import store
from tests.cast import NOW
from tests.ops.measured import an_hour, keep
from tests.storefront.visitors import a_visitor, nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")
MINUTES = [NOW + timedelta(minutes=minute) for minute in range(4)]


@pytest.fixture
def esha(lakshmi):
    return a_visitor(lakshmi.esha.user)


SEAL = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')  # of the forms: another one each time


def page(esha, address):
    answer = esha.get(f"/staff/console/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


# --- drawing ----------------------------------------------------------------------------------------


@pytest.mark.sqlite_only
def test_a_chart_is_whole_coordinates_and_a_gap_is_a_gap():
    chart = draw("x", "Requests", list(zip(MINUTES, [0, 4, None, 2], strict=True)), say=str)
    assert [run.line for run in chart.runs] == [f"0,{FLOOR} 200,12", "597,74 600,74"]
    assert (chart.now, chart.most, chart.top, chart.is_over) == ("2", "4", "4", False)
    assert chart.marks == ("09:00", "09:01", "09:02", "09:03")


@pytest.mark.sqlite_only
def test_the_limit_is_drawn_when_it_is_near_and_passed_ones_are_marked():
    far = draw("x", "Times", list(zip(MINUTES, [1, 2, 3, 4], strict=True)), say=str, limit=500)
    over = draw("x", "Times", list(zip(MINUTES, [100, 200, 300, 900], strict=True)), say=str, limit=500)
    assert (far.limit_y, far.is_over) == (None, False)
    assert (over.limit_y, over.top, over.is_over) == (74, "1000", True)


@pytest.mark.sqlite_only
def test_nothing_measured_is_no_chart():
    assert draw("x", "Times", [(MINUTES[0], None)], say=str).is_empty


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("value", "top"), [(1, 2), (3, 4), (5, 6), (7, 10), (61, 100), (1001, 2000)])
def test_an_axis_ends_where_people_can_read_it(value, top):
    assert round_up(value) == top


# --- the pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["hour", "day", "month", "nonsense"])
def test_what_was_measured_is_on_the_page(esha, which):
    an_hour(NOW, page="product", milliseconds=40)
    keep(NOW, page="search", times=20, milliseconds=1900, broke=1)
    with nothing_is_written():
        shown = page(esha, f"figures/?range={which}")
    assert shown.count("<figure") == 6
    assert shown.index("<td>search</td>") < shown.index("<td>product</td>")
    assert shown.count("num late") == 2  # how long the search took, and that one broke
    assert '<td class="num" data-label="Worst">1900 ms</td>' in shown


def test_before_anything_is_measured_the_page_says_so(esha):
    assert page(esha, "figures/").count("Nothing was measured in this time.") == 6 + 1


def test_an_hour_costs_as_many_statements_as_a_minute(esha, django_assert_max_num_queries):
    an_hour(NOW)
    with django_assert_max_num_queries(10):
        page(esha, "figures/")


def test_the_database_page_has_the_plan_the_caller_and_the_statement_that_mends(esha):
    sample = Sample("SELECT 1", [], "kirana/orders/selectors.py:board")
    sample.note(1500)
    statements.write_down([sample], at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX idempotency_claimed_at")
    for key in ("database.slow_statements", "database.indexes_dropped", "database.size"):
        running.run(check=checks.by_key(key), at=NOW)
    with nothing_is_written():
        shown = page(esha, "database/")
    for text in ("kirana/orders/selectors.py:board", "1500 ms", "CREATE INDEX &#34;idempotency_claimed_at&#34;"):
        assert text in shown
    assert SEAL.sub("", page(esha, "database/")) == SEAL.sub("", page(esha, "database/"))


def test_a_database_that_nobody_asked_about_yet_is_shown_as_that(esha):
    assert "This has not been asked yet." in page(esha, "database/")
    assert not store.Measurement.objects.exists()
