"""What a store offers and for how much; nothing is sold above its MRP."""

import pytest
from django.db import IntegrityError, transaction

from kirana.catalog.models import Listing
from kirana.catalog.services import listings, products
from kirana.core.audit import AuditEntry
from kirana.inventory.models import StockItem
from kirana.stores.models import Store
from tests.cast import BY, LATER, NOW
from tests.catalog.snapshot import the_catalogue


def version(lakshmi) -> int:
    """Of the catalogue."""
    return Store.objects.values_list("catalogue_version", flat=True).get(pk=lakshmi.store.pk)


def change(lakshmi, key: str, **terms: object) -> Listing:
    """Chitra changes what a thing costs or where it stands."""
    return listings.change(listing=lakshmi[key], by=lakshmi.chitra.as_actor(), at=LATER, **terms)


def test_a_new_price_is_shown_sorted_and_remembered(lakshmi):
    before = version(lakshmi)
    change(lakshmi, "atta", price_paise=248_00)
    atta = Listing.objects.get(pk=lakshmi["atta"].pk)
    assert (atta.price_paise, atta.mrp_paise, atta.saving_paise) == (248_00, 310_00, 62_00)
    assert (atta.unit_price_paise, atta.discount_bp) == (49_60, 2000)
    assert version(lakshmi) == before + 1
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject, entry.by) == (
        "listing.change",
        f"listing:{atta.pk}",
        str(lakshmi.chitra.as_actor()),
    )
    assert entry.detail == {"was": {"price_paise": 285_00}, "now": {"price_paise": 248_00}}


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"price_paise": 310_01}, "The price ₹310.01 is above the MRP ₹310. No shop may sell above MRP."),
        ({"mrp_paise": 284_99}, "The price ₹285 is above the MRP ₹284.99. No shop may sell above MRP."),
        ({"price_paise": 2, "mrp_paise": 1}, "The price ₹0.02 is above the MRP ₹0.01. No shop may sell above MRP."),
    ],
)
def test_a_price_above_mrp_is_refused_and_nothing_moves(lakshmi, nothing_moves, terms, sentence):
    before = the_catalogue()
    with nothing_moves(), pytest.raises(listings.AboveMrp) as refusal:
        change(lakshmi, "atta", **terms)
    assert refusal.value.message == sentence
    assert the_catalogue() == before
    assert (lakshmi["atta"].price_paise, lakshmi["atta"].mrp_paise) == (285_00, 310_00)


@pytest.mark.parametrize("price", [0, -1])
def test_a_price_is_more_than_nothing(lakshmi, nothing_moves, price):
    before = the_catalogue()
    with nothing_moves(), pytest.raises(listings.PriceMissing):
        change(lakshmi, "atta", price_paise=price)
    assert the_catalogue() == before


def test_the_mrp_itself_is_a_price(lakshmi):
    assert change(lakshmi, "atta", price_paise=310_00).discount_bp == 0


def test_loose_goods_have_no_mrp_to_be_above(lakshmi):
    onions = change(lakshmi, "onions", price_paise=9_999_00)
    assert (onions.price_paise, onions.saving_paise, onions.discount_bp) == (9_999_00, 0, 0)


def test_price_and_mrp_rise_together(lakshmi):
    atta = change(lakshmi, "atta", price_paise=400_00, mrp_paise=420_00)
    assert (atta.price_paise, atta.mrp_paise) == (400_00, 420_00)


def test_a_change_that_changes_nothing_leaves_no_trace(lakshmi, nothing_moves):
    before = the_catalogue()
    with nothing_moves():
        change(lakshmi, "atta", price_paise=285_00, aisle="A2")
    assert the_catalogue() == before


def test_what_is_not_a_term_is_refused(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(TypeError, match="not terms of a listing: popularity"):
        change(lakshmi, "atta", popularity=99)


@pytest.mark.parametrize(
    ("column", "value"), [("price_paise", 310_01), ("price_paise", 0), ("mrp_paise", 284_99), ("step", 0)]
)
def test_the_database_refuses_what_a_service_would(lakshmi, column, value):
    before = the_catalogue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=lakshmi["atta"].pk).update(**{column: value})
    assert the_catalogue() == before


def test_a_thing_is_offered_once_in_a_store(lakshmi):
    before = the_catalogue()
    with pytest.raises(IntegrityError):
        listings.offer(store=lakshmi.store, product=lakshmi["atta"].product, by=BY, at=NOW, price_paise=1)
    assert the_catalogue() == before


def test_an_offer_above_mrp_is_not_made(lakshmi, nothing_moves):
    ghee = products.create(by=BY, at=NOW, code="ghee", name="Ghee", category=lakshmi["milk"].product.category)
    before = the_catalogue()
    with nothing_moves(), pytest.raises(listings.AboveMrp):
        listings.offer(store=lakshmi.store, product=ghee, by=BY, at=NOW, price_paise=600_01, mrp_paise=600_00)
    assert the_catalogue() == before


def test_an_offer_is_on_sale_and_has_no_stock_yet(lakshmi):
    ghee = products.create(by=BY, at=NOW, code="ghee", name="Ghee", category=lakshmi["milk"].product.category)
    made = listings.offer(store=lakshmi.store, product=ghee, by=BY, at=LATER, price_paise=599_00, mrp_paise=600_00)
    made.refresh_from_db()
    assert (made.is_active, made.is_featured, made.listed_at, made.step) == (True, False, LATER, 1)
    assert (made.category, made.unit_price_paise, made.discount_bp) == (ghee.category, None, 16)
    assert not StockItem.objects.filter(listing=made).exists()


@pytest.mark.parametrize(
    ("is_loose", "price", "step"),
    [
        (False, 5_000_00, 1),
        (True, 299_99, 250),
        (True, 300_00, 100),
        (True, 999_99, 100),
        (True, 1_000_00, 50),
    ],
)
def test_plus_adds_less_of_what_is_dear(is_loose, price, step):
    assert listings.default_step(is_loose=is_loose, price_paise=price) == step


def test_what_sells_stands_first_and_the_rest_falls_back(lakshmi, django_assert_num_queries):
    listings.set_popularity(sold={lakshmi["atta"].pk: 9, lakshmi["milk"].pk: 4})
    with django_assert_num_queries(2):
        listings.set_popularity(sold={lakshmi["milk"].pk: 7, lakshmi["eggs"].pk: 1})
    popular = dict(Listing.objects.filter(popularity__gt=0).values_list("product__code", "popularity"))
    assert popular == {"milk": 7, "eggs": 1}
    listings.set_popularity(sold={})
    assert not Listing.objects.filter(popularity__gt=0).exists()
