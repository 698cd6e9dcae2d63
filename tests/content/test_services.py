"""What begins and ends by itself, and what Chitra chooses for the home page."""

from datetime import timedelta

from kirana.content import selectors
from kirana.content import services as content
from kirana.content.models import Feature
from kirana.search import browse
from kirana.stores.models import Store
from tests.cast import BY, NOW
from tests.content.hung import HOLI

A_DAY = timedelta(days=1)


def feature(lakshmi, *keys):
    content.feature(store=lakshmi.store, places=[content.Place(lakshmi[key].pk) for key in keys], by=BY, at=NOW)


def on_the_home_page(lakshmi) -> list[int]:
    return [card.listing_id for card in browse.chosen_cards(store_id=lakshmi.store.pk, limit=12)]


def version() -> int:
    return Store.objects.get().catalogue_version


def test_the_home_page_shows_what_was_chosen_in_the_order_it_was_chosen(lakshmi):
    feature(lakshmi, "milk", "atta", "eggs")
    assert on_the_home_page(lakshmi) == [lakshmi[key].pk for key in ("milk", "atta", "eggs")]
    feature(lakshmi, "eggs", "milk")
    assert on_the_home_page(lakshmi) == [lakshmi[key].pk for key in ("eggs", "milk")]
    assert Feature.objects.count() == 2


def test_a_banner_that_begins_makes_the_pages_anew_once(lakshmi):
    content.hang_banner(store=lakshmi.store, key="holi", by=BY, at=NOW, **HOLI)
    day = NOW.replace(year=2026, month=2, day=27)
    content.turn(store=lakshmi.store, at=day)
    before = version()
    assert content.turn(store=lakshmi.store, at=day + A_DAY) is False
    assert content.turn(store=lakshmi.store, at=day + 2 * A_DAY) is True
    assert content.turn(store=lakshmi.store, at=day + 2 * A_DAY) is False
    assert version() == before + 1


def test_an_announcement_is_said_between_its_two_moments(lakshmi):
    content.announce(store=lakshmi.store, by=BY, at=NOW, texts={"en": "Closed"}, starts_at=NOW, ends_at=NOW + A_DAY)
    moments = (NOW - timedelta(minutes=1), NOW, NOW + A_DAY - timedelta(minutes=1), NOW + A_DAY)
    assert [len(selectors.said(at=at)) for at in moments] == [0, 1, 1, 0]
    assert selectors.said(at=NOW)[0].text_in("hi") == "Closed"
