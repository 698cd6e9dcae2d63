"""Walking the shelves: sorted, narrowed, a page at a time."""

from datetime import timedelta

import pytest

from kirana.catalog.models import Category
from kirana.catalog.services import listings
from kirana.core.quantity import BaseUnit
from kirana.inventory import services as inventory
from kirana.search import browse
from kirana.search.browse import PAGE, Card, Filters, Size, Sort
from tests.cast import BY, LATER, NOW, Good, Lakshmi, a_listing
from tests.search.shelf import found, keys_of

ALL = ["atta", "small_atta", "milk", "eggs", "olive_oil", "onions", "almonds"]


def walk(lakshmi: Lakshmi, sort: Sort = Sort.POPULAR, **narrowing: object) -> list[str]:
    """The whole shop in this order, narrowed."""
    offered = browse.offered(store_id=lakshmi.store.pk)
    return keys_of(lakshmi, browse.cards(browse.narrow(offered, Filters(**narrowing)), sort=sort))


# --- sorted -----------------------------------------------------------------------------------------


SORTED = {
    Sort.PRICE: ["onions", "milk", "small_atta", "eggs", "atta", "olive_oil", "almonds"],
    Sort.PRICE_DOWN: ["almonds", "olive_oil", "atta", "eggs", "small_atta", "milk", "onions"],
    # an egg ₹12, onions ₹38 a kilo, milk ₹54 a litre, atta ₹57 and ₹62, almonds ₹899, oil ₹1698 a litre
    Sort.UNIT_PRICE: ["eggs", "onions", "milk", "atta", "small_atta", "almonds", "olive_oil"],
    # 15.0%, 10.0%, 8.0% and 4.6% below MRP, and three that are not
    Sort.DISCOUNT: ["olive_oil", "eggs", "atta", "small_atta", "milk", "onions", "almonds"],
    Sort.ORIGIN: ["eggs", "onions", "almonds", "olive_oil", "atta", "small_atta", "milk"],
    Sort.POPULAR: ALL,  # nothing sold yet: as they were put up
    Sort.NEWEST: ALL,
}


def test_every_order_of_a_shelf(lakshmi):
    assert {sort: walk(lakshmi, sort) for sort in browse.ORDERS} == SORTED


def test_every_order_but_the_best_match_is_an_order_of_a_shelf():
    assert set(browse.ORDERS) == set(Sort) - {Sort.RELEVANCE}
    assert len({sort.label for sort in Sort}) == len(Sort)


def test_what_people_buy_comes_first(lakshmi):
    listings.set_popularity(sold={lakshmi["eggs"].pk: 9, lakshmi["milk"].pk: 12})
    assert walk(lakshmi)[:3] == ["milk", "eggs", "atta"]


def test_the_newest_comes_first(lakshmi):
    ghee = Good("ghee", "Cow Ghee", "घी", "dairy", 599_00, 640_00, 0, pack="1 L")
    lakshmi.shelf["ghee"] = a_listing(lakshmi.store, ghee, Category.objects.get(slug="dairy"), at=LATER)
    assert walk(lakshmi, Sort.NEWEST) == ["ghee", *ALL]


def test_a_pack_of_unknown_contents_comes_last_by_unit_price(lakshmi):
    combo = Good("combo", "Puja Set", "पूजा सेट", "dairy", 1_00, None, 0, pack="Combo")
    lakshmi.shelf["combo"] = a_listing(lakshmi.store, combo, Category.objects.get(slug="dairy"))
    assert walk(lakshmi, Sort.UNIT_PRICE)[-1] == "combo"
    assert walk(lakshmi, Sort.PRICE)[0] == "combo"


# --- narrowed ---------------------------------------------------------------------------------------


NARROWED = [
    ({}, ALL),
    ({"brands": ("dharti",)}, ["atta", "small_atta"]),
    ({"brands": ("dharti", "oliveto")}, ["atta", "small_atta", "olive_oil"]),
    ({"brands": ("nobody",)}, []),
    ({"origins": ("ES",)}, ["olive_oil"]),
    ({"origins": ("IN", "ES")}, ["atta", "small_atta", "milk", "olive_oil"]),
    ({"veg": ("egg",)}, ["eggs"]),
    ({"sizes": (Size.LOOSE,)}, ["onions", "almonds"]),
    ({"sizes": (Size.SMALL,)}, []),
    ({"sizes": (Size.MEDIUM,)}, ["small_atta", "milk", "olive_oil"]),
    ({"sizes": (Size.LARGE,)}, ["atta"]),
    ({"sizes": (Size.LARGE, Size.LOOSE)}, ["atta", "onions", "almonds"]),
    ({"least_paise": 72_00, "most_paise": 285_00}, ["atta", "eggs"]),
    ({"least_paise": 72_01, "most_paise": 284_99}, []),
    ({"only_offers": True}, ["atta", "small_atta", "eggs", "olive_oil"]),
    ({"brands": ("nandi",), "veg": ("veg",), "most_paise": 100_00}, ["milk"]),
]


def test_every_filter(lakshmi):
    assert [(narrowing, walk(lakshmi, **narrowing)) for narrowing, _keys in NARROWED] == NARROWED


def test_what_is_promised_to_the_last_packet_is_not_in_stock(lakshmi):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 20}, reference="Asha's", at=NOW)
    ghee = Good("ghee", "Cow Ghee", "घी", "dairy", 599_00, 640_00, 0, pack="1 L")
    a_listing(lakshmi.store, ghee, Category.objects.get(slug="dairy"))
    assert walk(lakshmi, only_in_stock=True) == [key for key in ALL if key != "eggs"]


def test_a_search_is_narrowed_as_a_shelf_is(lakshmi):
    assert found(lakshmi, "nandi", Filters(veg=("veg",))) == ["milk"]
    assert found(lakshmi, "nandi", Filters(only_offers=True)) == ["eggs"]


def test_the_number_on_the_filter_button():
    filters = Filters(brands=("a", "b"), sizes=(Size.LOOSE,), least_paise=0, most_paise=500, only_offers=True)
    assert (filters.count, filters.size_values) == (6, ["loose"])
    assert Filters().count == 0


def test_what_is_not_offered_is_on_no_shelf_and_bilal_s_shop_has_its_own(lakshmi):
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    assert "milk" not in walk(lakshmi)
    assert browse.offered(store_id=lakshmi.store.pk + 1).count() == 0


# --- a page at a time -------------------------------------------------------------------------------


@pytest.fixture
def fifty(lakshmi: Lakshmi) -> Lakshmi:
    """The shop with 43 more things, all at one price."""
    shelf = Category.objects.get(slug="dairy")
    for number in range(43):
        good = Good(f"toffee-{number}", f"Toffee {number}", "टॉफ़ी", "dairy", 1_00, 1_00, 0, pack="5 g")
        a_listing(lakshmi.store, good, shelf, at=NOW - timedelta(days=1))
    return lakshmi


def test_walking_page_by_page_shows_everything_once(fifty, django_assert_num_queries):
    offered = browse.offered(store_id=fifty.store.pk)
    for sort in browse.ORDERS:
        with django_assert_num_queries(3):
            pages = [browse.cards(offered, sort=sort, first=first) for first in (0, PAGE, 2 * PAGE)]
        shown = [card.listing_id for page in pages for card in page]
        assert [len(page) for page in pages] == [24, 24, 2]
        assert len(set(shown)) == 50


def test_pages_of_what_was_found_follow_its_order_and_the_last_is_the_last(fifty, django_assert_num_queries):
    offered = browse.offered(store_id=fifty.store.pk)
    ids = list(offered.order_by("-product_id").values_list("product_id", flat=True))
    with django_assert_num_queries(2):
        first = browse.page_ranked(offered, product_ids=ids, number=1)
    last = browse.page_ranked(offered, product_ids=ids, number=3)
    beyond = browse.page_ranked(offered, product_ids=ids, number=99)
    assert (first.total, first.last_number, first.number, len(first.cards)) == (50, 3, 1, 24)
    assert keys_of(fifty, list(last.cards)) == ["small_atta", "atta"]
    assert beyond == last
    nothing = browse.page_ranked(offered, product_ids=[], number=1)
    assert (nothing.total, nothing.last_number, list(nothing.cards)) == (0, 1, [])


# --- what a card says -------------------------------------------------------------------------------


def test_a_card_says_all_that_a_list_shows(lakshmi):
    inventory.reserve(wanted={lakshmi["atta"].pk: 4}, reference="Asha's", at=NOW)
    assert browse.cards(browse.offered(store_id=lakshmi.store.pk), sort=Sort.POPULAR, limit=1) == [
        Card(
            listing_id=lakshmi["atta"].pk,
            price_paise=285_00,
            mrp_paise=310_00,
            unit_price_paise=57_00,
            discount_bp=806,
            step=1,
            slug="dharti-chakki-fresh-atta-5-kg",
            name="Chakki Fresh Atta",
            names={"hi": "चक्की आटा"},
            brand="Dharti",
            pack_label="5 kg",
            picture="",
            veg_mark="veg",
            is_loose=False,
            unit="pc",
            net_unit="g",
            origin="IN",
            available=36,
        )
    ]


def test_a_card_knows_where_it_comes_from_and_what_it_is_priced_per(lakshmi):
    shown = {card.slug: card for card in browse.cards(browse.offered(store_id=lakshmi.store.pk), sort=Sort.POPULAR)}
    atta, oil = shown["dharti-chakki-fresh-atta-5-kg"], shown["oliveto-olive-oil-500-ml"]
    eggs, onions = shown["nandi-brown-eggs-6-pcs"], shown["onion"]
    assert [card.is_imported for card in (atta, oil, eggs)] == [False, True, False]
    units = [card.priced_per for card in (atta, oil, eggs, onions)]
    assert units == [BaseUnit.GRAM, BaseUnit.MILLILITRE, BaseUnit.PIECE, BaseUnit.GRAM]
    assert (onions.name_in("hi"), onions.name_in("en"), onions.brand) == ("प्याज़", "Onion", "")
