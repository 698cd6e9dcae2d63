"""Sales day by day, who comes again, and files that a spreadsheet may open."""

from datetime import timedelta

from kirana.analytics import insight
from kirana.analytics.models import DayCount
from tests.cast import NOW
from tests.storefront.visitors import a_visitor


def test_the_page_and_its_files_name_things_in_the_language_of_the_reader(lakshmi, it_is_now):
    lakshmi.a_placed_order(atta=2)
    browser = a_visitor(lakshmi.chitra.user)
    assert "Chakki Fresh Atta" in browser.get("/staff/insight/").content.decode()
    in_hindi = browser.get("/hi/staff/insight/").content.decode()
    assert lakshmi["atta"].product.names["hi"] in in_hindi
    assert "Chakki Fresh Atta" not in in_hindi


def test_a_day_has_its_orders_and_an_empty_one_nothing(lakshmi):
    order = lakshmi.a_placed_order(atta=2)
    days = insight.sales(store_id=lakshmi.store.pk, at=NOW + timedelta(hours=1))
    assert len(days) == 30
    assert days[-1] == insight.Day(NOW.date(), 1, order.total_paise)
    assert {day.orders for day in days[:-1]} == {0}
    assert [bar.height for bar in insight.bars(days)] == [0] * 29 + [insight.HEIGHT]


def test_who_came_again_once_and_no_longer(lakshmi):
    for phone in ("+919845011001", "+919845011001", "+919845011002"):
        lakshmi.a_placed_order(atta=2, wish={"phone": phone})
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(days=40)
    assert insight.regulars(store_id=lakshmi.store.pk, at=soon) == insight.Regulars(once=1, repeat=1, lapsed=0)
    assert insight.regulars(store_id=lakshmi.store.pk, at=later) == insight.Regulars(once=0, repeat=0, lapsed=2)


def test_a_search_that_a_spreadsheet_would_run_is_only_text_in_the_file(lakshmi, it_is_now):
    DayCount.objects.create(on=NOW.date(), kind="not_found", subject="=cmd()", times=2)
    browser = a_visitor(lakshmi.chitra.user)
    assert browser.get("/staff/insight/searches.csv").content.decode() == "words,times\r\n'=cmd(),2\r\n"
    assert browser.get("/staff/insight/nothing.csv").status_code == 404
    assert "=cmd()" in browser.get("/staff/insight/").content.decode()
