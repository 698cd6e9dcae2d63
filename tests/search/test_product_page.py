"""What a product's page shows: the offer, its other packs, its neighbours."""

import pytest

from kirana.catalog.services import images, listings
from kirana.core.errors import NotFound
from kirana.core.quantity import BaseUnit
from kirana.inventory import services as inventory
from kirana.search.product_page import offer
from tests.cast import BY, NOW, a_picture
from tests.search.shelf import keys_of


def page_of(lakshmi, key):
    """The page behind a thing's address."""
    return offer(slug=lakshmi[key].product.slug)


def test_the_page_of_a_pack(lakshmi):
    inventory.reserve(wanted={lakshmi["atta"].pk: 4}, reference="Asha's", at=NOW)
    page = page_of(lakshmi, "atta")
    assert (page.listing, page.product, page.brand) == (lakshmi["atta"], lakshmi["atta"].product, "Dharti")
    assert (page.available, page.pictures, page.priced_per, page.weights) == (36, (), BaseUnit.GRAM, [])
    assert keys_of(lakshmi, page.packs) == ["small_atta", "atta"]  # the cheaper first, itself among them
    assert keys_of(lakshmi, page.similar) == ["small_atta", "olive_oil", "almonds"]


def test_a_thing_alone_in_its_family_has_no_other_packs(lakshmi):
    listings.change(listing=lakshmi["small_atta"], is_active=False, by=BY, at=NOW)
    assert page_of(lakshmi, "atta").packs == ()
    assert page_of(lakshmi, "milk").packs == ()


def test_loose_goods_are_chosen_by_weights_there_are(lakshmi):
    assert page_of(lakshmi, "onions").weights == [250, 500, 1000, 2000]  # in steps of 250 g
    assert page_of(lakshmi, "almonds").weights == [100, 500, 1000, 2000]
    inventory.count(listing_id=lakshmi["onions"].pk, counted=700, by=BY, at=NOW)
    assert page_of(lakshmi, "onions").weights == [250, 500]


@pytest.mark.parametrize(
    ("key", "unit"),
    [("milk", BaseUnit.MILLILITRE), ("eggs", BaseUnit.PIECE), ("onions", BaseUnit.GRAM), ("atta", BaseUnit.GRAM)],
)
def test_the_unit_price_is_told_in_the_unit_of_the_contents(lakshmi, key, unit):
    assert page_of(lakshmi, key).priced_per == unit


def test_what_is_not_offered_here_has_no_page(lakshmi):
    slug = lakshmi["milk"].product.slug
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    for gone in (slug, "dragonfruit", ""):
        with pytest.raises(NotFound):
            offer(slug=gone)


def test_a_page_takes_two_statements_once_its_shelf_is_known(lakshmi, django_assert_num_queries):
    slug = lakshmi["atta"].product.slug
    offer(slug=slug)
    with django_assert_num_queries(2):
        page = offer(slug=slug)
    assert page.similar


def test_a_pack_that_became_cheaper_moves_up(lakshmi):
    assert keys_of(lakshmi, page_of(lakshmi, "atta").packs) == ["small_atta", "atta"]
    listings.change(listing=lakshmi["atta"], price_paise=lakshmi["small_atta"].price_paise - 1_00, by=BY, at=NOW)
    lakshmi.store.refresh_from_db()
    assert keys_of(lakshmi, page_of(lakshmi, "atta").packs) == ["atta", "small_atta"]


def test_a_new_picture_is_shown_at_once(lakshmi, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert page_of(lakshmi, "atta").pictures == ()
    images.add(product=lakshmi["atta"].product, file=a_picture(), by=BY, at=NOW)
    lakshmi.store.refresh_from_db()
    assert len(page_of(lakshmi, "atta").pictures) == 1
