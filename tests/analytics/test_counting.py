"""What a visit leaves behind: counts by the day, and nothing of who it was."""

from datetime import date, timedelta

import pytest

from kirana.analytics import selectors, services
from kirana.analytics.collector import MOST_KEPT, Collector, collector
from kirana.analytics.models import DayCount, DaySalt, Trace
from tests.cast import NOW
from tests.storefront.visitors import a_visitor, carrying, statements, the_form, writes

PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 13)"}
TODAY = NOW.date()
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_collected(it_is_now):
    collector.take()
    yield
    collector.take()


def visit(*paths: str, **headers: str):
    browser = a_visitor()
    for path in paths:
        browser.get(path, headers=PHONE | headers)


def today() -> dict[str, int]:
    services.write_down(at=NOW)
    return selectors.funnel(since=TODAY, until=TODAY)


def test_a_visitor_is_one_however_many_pages_they_look_at(lakshmi):
    visit("/", "/shelves/", "/products/dharti-chakki-fresh-atta-5-kg/", "/products/dharti-chakki-fresh-atta-5-kg/")
    assert today() == {"visit": 1, "product": 1, "basket": 0, "checkout": 0, "order": 0}
    seen = DayCount.objects.get(kind="seen")
    assert (seen.subject, seen.times) == ("dharti-chakki-fresh-atta-5-kg", 2)


def test_an_order_goes_through_every_stage(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    browser = carrying(a_visitor(), cart)
    browser.post("/basket/lines/", {"listing": lakshmi["milk"].pk, "quantity": 1}, headers=PHONE)
    browser.get("/checkout/", headers=PHONE)
    browser.post("/checkout/", the_form(lakshmi, cart), headers=PHONE)
    assert today() == {"visit": 1, "product": 0, "basket": 1, "checkout": 1, "order": 1}


@pytest.mark.parametrize("asked", [{"dnt": "1"}, {"sec-gpc": "1"}, {"user-agent": "Googlebot/2.1"}, {"user-agent": ""}])
def test_who_asks_not_to_be_counted_and_machines_are_not(lakshmi, asked):
    visit("/", "/search/?q=kimchi", **asked)
    assert today()["visit"] == 0
    assert DayCount.objects.count() == 0


def test_a_search_that_finds_nothing_is_kept_for_the_shop(lakshmi):
    visit("/search/?q=Kimchi", "/search/?q=kimchi", "/search/?q=atta")
    today()
    assert selectors.not_found(since=TODAY) == [("kimchi", 2)]
    assert DayCount.objects.get(kind="searched").times == 3


def test_a_page_that_is_counted_writes_nothing(lakshmi):
    with statements() as sent:
        visit("/")
    assert writes(sent) == []


def test_days_that_are_over_keep_their_counts_and_forget_their_visitors(lakshmi):
    visit("/")
    today()
    assert "Android" not in str(list(Trace.objects.values()))
    for _again in range(2):
        services.roll_up(at=NOW + A_DAY)
    assert (Trace.objects.count(), DaySalt.objects.count()) == (0, 0)
    assert selectors.funnel(since=TODAY, until=TODAY)["visit"] == 1


def test_the_same_visitor_in_two_processes_is_one(lakshmi):
    for _process in range(2):
        collector.came(on=TODAY, who="1.2.3.4|phone", stage="visit")
        services.write_down(at=NOW)
    assert selectors.funnel(since=TODAY, until=TODAY)["visit"] == 1


def test_a_flood_is_not_collected_without_end():
    small = Collector()
    for number in range(MOST_KEPT + 10):
        small.came(on=date(2026, 3, 2), who=str(number), stage="visit")
        small.count(on=date(2026, 3, 2), kind="not_found", subject=str(number))
    assert tuple(map(len, small.take())) == (MOST_KEPT, MOST_KEPT)
