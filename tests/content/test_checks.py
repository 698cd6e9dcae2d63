"""What the shop asks about its home page, and what it says when something is stale."""

from datetime import date, timedelta

import pytest

from kirana.catalog.services import listings
from kirana.content import checks
from kirana.content import services as content
from kirana.content.calendar import by_key
from kirana.inventory import services as inventory
from kirana.ops.checks import Verdict
from tests.cast import BY, NOW
from tests.content.hung import HOLI

HOLI_WEEK = NOW.replace(year=2026, month=3, day=2)
A_DAY = timedelta(days=1)


def feature(lakshmi, *keys, until=None, at=NOW):
    places = [content.Place(lakshmi[key].pk, until) for key in keys]
    content.feature(store=lakshmi.store, places=places, by=BY, at=at)


def hang(lakshmi, **changes):
    content.hang_banner(store=lakshmi.store, key="holi", by=BY, at=NOW, **(HOLI | changes))


def said(answer) -> tuple[Verdict, str]:
    return answer.verdict, answer.message


def test_an_empty_home_page_is_a_question(lakshmi):
    assert said(checks.featured(NOW)) == (
        Verdict.ASK,
        "No product is on the home page. Which ones should be?",
    )


def test_what_was_chosen_today_and_is_there_is_good_with_its_figures(lakshmi):
    feature(lakshmi, "atta", "milk")
    answer = checks.featured(NOW)
    assert answer.verdict is Verdict.GOOD
    assert [str(one.value) for one in answer.figures][:3] == ["2", "0", "0"]


def test_a_sold_out_product_on_the_home_page_is_named(lakshmi):
    feature(lakshmi, "atta", "milk")
    inventory.count(listing_id=lakshmi["milk"].pk, counted=0, by=BY, at=NOW, why="drank it")
    answer = checks.featured(NOW)
    assert answer.verdict is Verdict.WATCH
    assert answer.rows == [(lakshmi["milk"].product.name, "Sold out")]


@pytest.mark.parametrize(("days", "verdict"), [(14, Verdict.GOOD), (15, Verdict.WATCH)])
def test_two_weeks_of_the_same_products_are_enough(lakshmi, days, verdict):
    feature(lakshmi, "atta")
    assert checks.featured(NOW + days * A_DAY).verdict is verdict


def test_keeping_a_product_on_does_not_make_it_new(lakshmi):
    feature(lakshmi, "atta")
    feature(lakshmi, "atta", at=NOW + 10 * A_DAY)
    assert checks.featured(NOW + 15 * A_DAY).verdict is Verdict.WATCH


def test_a_product_past_its_last_day_is_named_until_the_worker_takes_it_off(lakshmi):
    feature(lakshmi, "atta", until=NOW.date())
    later = NOW + 2 * A_DAY
    assert checks.featured(later).rows == [(lakshmi["atta"].product.name, "Ended")]
    assert content.turn(store=lakshmi.store, at=later) is True
    lakshmi["atta"].refresh_from_db()
    assert lakshmi["atta"].is_featured is False


def test_a_product_ticked_on_its_own_page_counts_from_when_it_was_listed(lakshmi):
    listings.change(listing=lakshmi["atta"], by=BY, at=NOW, is_featured=True)
    assert checks.featured(NOW).verdict is Verdict.GOOD
    assert checks.featured(NOW + 15 * A_DAY).verdict is Verdict.WATCH


def test_a_banner_in_its_season_that_leads_somewhere_is_good(lakshmi):
    hang(lakshmi, ends_on=date(2026, 3, 20))
    assert checks.banners(HOLI_WEEK).verdict is Verdict.GOOD


def test_a_banner_that_leads_nowhere_is_to_be_mended(lakshmi):
    hang(lakshmi, link="/shelves/no-such-shelf/", ends_on=date(2026, 3, 20))
    answer = checks.banners(HOLI_WEEK)
    assert said(answer) == (Verdict.ACT, "1 banners lead to a page that is not there.")
    assert answer.rows == [("holi", "/shelves/no-such-shelf/", "2026-03-20")]


def test_no_banner_and_a_last_one_that_ends_soon_are_watched(lakshmi):
    assert checks.banners(HOLI_WEEK).verdict is Verdict.WATCH
    hang(lakshmi)
    assert said(checks.banners(HOLI_WEEK)) == (Verdict.WATCH, "Within three days the last banner is over.")
    assert checks.banners(HOLI_WEEK + 7 * A_DAY).rows == [("holi", "/shelves/atta/", "2026-03-04")]


def test_a_season_that_is_near_is_a_question_until_somebody_decides(lakshmi):
    at = NOW.replace(year=2026, month=12, day=1)
    answer = checks.seasonal(at)
    assert said(answer) == (
        Verdict.ASK,
        "Christmas is from 2026-12-11: will the shop do something for it, or let it pass?",
    )
    content.skip_season(store=lakshmi.store, season=by_key("christmas-2026"), by=BY, at=at)
    assert checks.seasonal(at).verdict is Verdict.GOOD


def test_planning_a_season_answers_for_it_too(lakshmi):
    season = by_key("christmas-2026")
    facts = {
        "season": season.key,
        "starts_on": season.starts_on,
        "ends_on": season.ends_on,
        "names": {"en": "Christmas"},
    }
    content.plan_campaign(store=lakshmi.store, key=season.key, by=BY, at=NOW, **facts)
    answer = checks.seasonal(NOW.replace(year=2026, month=12, day=1))
    assert answer.verdict is Verdict.GOOD
    assert [str(one.value) for one in answer.figures][:3] == ["1", "1", "0"]


def test_the_calendar_says_when_it_ends(lakshmi):
    assert checks.seasonal(NOW.replace(year=2029, month=1, day=1)).verdict is Verdict.WATCH
