"""Chitra's content: what she types is kept, what is wrong comes back, and what she hangs her customers see."""

from datetime import date

import pytest

from kirana.content.models import Announcement, Banner, Campaign, Feature
from kirana.core import clock
from tests.backoffice.content_screens import CAMPAIGN, SAID, banner_form
from tests.cast import NOW
from tests.storefront.visitors import a_visitor, nothing_is_written


@pytest.fixture
def chitra(floor):
    return a_visitor(floor.lakshmi.chitra.user)


def test_a_banner_is_kept_with_its_picture_and_hangs_on_its_day(chitra, monkeypatch):
    assert chitra.post("/staff/content/banners/new/", banner_form()).status_code == 302
    banner = Banner.objects.get()
    assert (banner.titles, banner.link, banner.starts_on) == (
        {"en": "Diwali lights", "hi": "दीवाली की रोशनी"},
        "/shelves/atta/",
        date(2026, 10, 21),
    )
    assert banner.picture.startswith("banners/")
    seen = chitra.get("/staff/content/preview/?on=2026-11-01").content.decode()
    assert "Diwali lights" in seen
    assert "Diwali lights" not in chitra.get("/staff/content/preview/?on=2026-11-11").content.decode()
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2026, month=11, day=1))
    assert "Diwali lights" in a_visitor().get("/").content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title_en": ""}, "title_en"),
        ({"link": "/shelves/nowhere/"}, "link"),
        ({"link": "https://elsewhere.example/"}, "link"),
        ({"ends_on": "2026-10-01"}, "ends_on"),
        ({"picture": ""}, "picture"),
    ],
    ids=["no title", "no such shelf", "another site", "ends first", "no picture"],
)
def test_a_banner_that_cannot_hang_comes_back_as_it_was_typed(changes, wrong, chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/content/banners/new/", banner_form(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"#id_{wrong}" in page
    assert "दीवाली की रोशनी" in page


def test_a_file_that_is_no_picture_is_refused_where_it_was_chosen(chitra):
    from tests.backoffice.floor import a_sheet

    answer = chitra.post("/staff/content/banners/new/", banner_form(picture=a_sheet()))
    assert answer.status_code == 422
    assert "not a picture" in answer.content.decode()
    assert Banner.objects.count() == 0


def test_products_of_the_home_page_are_ordered_added_and_taken_off(chitra, floor):
    shop = floor.lakshmi
    for code in ("atta", "milk", "eggs"):
        rows = {f"{pk}-position": "1" for pk in Feature.objects.values_list("listing_id", flat=True)}
        assert chitra.post("/staff/content/featured/", rows | {"code": code}).status_code == 302
    atta, milk, eggs = (shop[key].pk for key in ("atta", "milk", "eggs"))
    places = {f"{atta}-position": "3", f"{milk}-position": "2", f"{milk}-off": "on", f"{eggs}-position": "1"}
    chitra.post("/staff/content/featured/", places | {f"{eggs}-until": "2026-12-31"})
    kept = list(Feature.objects.values_list("listing_id", "position", "until"))
    assert kept == [(eggs, 1, date(2026, 12, 31)), (atta, 2, None)]


def test_a_code_that_nothing_has_is_said_where_it_was_typed(chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/content/featured/", {"code": "gold"})
    assert answer.status_code == 422
    assert "No product has this code." in answer.content.decode()


def test_a_season_is_prepared_with_its_name_and_days_and_then_kept(chitra):
    page = chitra.get("/staff/content/campaigns/new/?season=diwali-2026").content.decode()
    assert 'value="Diwali"' in page
    assert 'value="2026-11-10"' in page
    chitra.post("/staff/content/campaigns/new/?season=diwali-2026", CAMPAIGN | {"season": "diwali-2026"})
    kept = Campaign.objects.get()
    assert (kept.key, kept.season, kept.is_skipped) == ("diwali-2026", "diwali-2026", False)
    chitra.post(f"/staff/content/banners/new/?campaign={kept.key}", banner_form())
    assert Banner.objects.get().campaign == kept


def test_an_announcement_stands_over_the_shop_while_it_holds(chitra, monkeypatch):
    chitra.post("/staff/content/announcements/new/", SAID)
    assert Announcement.objects.get().texts == {"en": "Closed on Monday"}
    for day, is_said in ((2, True), (5, False)):
        monkeypatch.setattr(clock, "now", lambda day=day: NOW.replace(year=2026, month=3, day=day, hour=6))
        assert ("Closed on Monday" in a_visitor().get("/").content.decode()) is is_said
