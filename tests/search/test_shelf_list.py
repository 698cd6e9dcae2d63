"""The catalogue as Chitra looks through it."""

import pytest

from kirana.catalog.services import listings
from kirana.inventory import services as inventory
from kirana.search.shelf_list import Asked
from kirana.search.shelf_list import listings as look
from tests.cast import BY, NOW, Lakshmi


def seen(lakshmi: Lakshmi, **asked: str) -> list[str]:
    """What Chitra sees, by the keys of the shelf."""
    keys = {listing.pk: key for key, listing in lakshmi.shelf.items()}
    return [keys[listing.pk] for listing in look(store_id=lakshmi.store.pk, asked=Asked(**asked))]


def test_everything_by_name_and_the_cheaper_pack_first(lakshmi):
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)  # what is off is seen here
    assert seen(lakshmi) == ["almonds", "eggs", "small_atta", "atta", "olive_oil", "onions", "milk"]


def test_what_she_types_is_found_even_when_it_is_off(lakshmi):
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    assert set(seen(lakshmi, text="nandi")) == {"milk", "eggs"}
    assert seen(lakshmi, text="8901234567890") == ["atta"]
    assert seen(lakshmi, text="dragonfruit") == []


def test_a_shelf_alone(lakshmi):
    assert seen(lakshmi, category="dairy") == ["eggs", "milk"]
    assert seen(lakshmi, category="nowhere") == []
    assert seen(lakshmi, category="dairy", text="atta") == []


@pytest.mark.parametrize(
    ("key", "left", "low"),
    [("atta", 6, False), ("atta", 5, True), ("atta", 0, True), ("onions", 2000, False), ("onions", 1999, True)],
)
def test_what_runs_low(lakshmi, key, left, low):
    inventory.count(listing_id=lakshmi[key].pk, counted=left, by=BY, at=NOW)
    assert seen(lakshmi, only="low") == ([key] if low else [])
    assert seen(lakshmi, only="out") == ([key] if left == 0 else [])


def test_what_is_promised_to_the_last_packet_is_out(lakshmi):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 20}, reference="Asha's", at=NOW)
    assert seen(lakshmi, only="out") == ["eggs"]


def test_what_is_off_and_what_is_featured(lakshmi):
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    listings.change(listing=lakshmi["eggs"], is_featured=True, by=BY, at=NOW)
    assert seen(lakshmi, only="off") == ["milk"]
    assert seen(lakshmi, only="featured") == ["eggs"]


def test_the_rows_come_with_all_that_the_list_shows(lakshmi, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = [
            (row.product.name, row.product.brand and row.product.brand.name, row.stock.available)
            for row in look(store_id=lakshmi.store.pk, asked=Asked())
        ]
    assert shown[0] == ("Almonds", None, 5000)
