"""The quote: what a cart comes to, what has changed in it, and what stands in the way."""

from dataclasses import FrozenInstanceError

import pytest

from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.cart.models import Cart
from kirana.catalog.services import listings
from kirana.checkout.quote import Change, Quote, quote, terms_of
from kirana.inventory import services as inventory
from kirana.pricing.bill import Terms
from kirana.stores import services as stores
from tests.cast import BY, NOW, Lakshmi


def changes(offer: Quote) -> dict[str, Change]:
    """What Asha has to be told, by the code of the thing."""
    return {line.item.code: line.change for line in offer.changes}


def count(lakshmi: Lakshmi, key: str, counted: int) -> None:
    """Have so much of it on the shelf."""
    inventory.count(listing_id=lakshmi[key].pk, counted=counted, by=BY, at=NOW)


# --- what it comes to -------------------------------------------------------------------------------


def test_the_basket_and_its_fees(lakshmi):
    offer = lakshmi.quote_of(lakshmi.a_cart_of(atta=1, onions=1500))
    assert [(line.item.code, line.price.total_paise, line.price.cap_paise) for line in offer.lines] == [
        ("atta", 285_00, 285_00),
        ("onions", 57_00, 62_70),
    ]
    bill = offer.bill
    assert (bill.goods_paise, bill.delivery_fee_paise, bill.discount_paise) == (342_00, 25_00, 0)
    assert (bill.total_paise, bill.cap_paise, bill.may_vary) == (367_00, 372_70, True)
    assert (bill.to_minimum_paise, bill.to_free_delivery_paise) == (0, 157_00)
    assert (offer.changes, offer.obstacles, offer.mended_quantities) == ([], [], {})


def test_below_the_minimum_it_says_what_is_missing(lakshmi):
    assert lakshmi.quote_of(lakshmi.a_cart_of(milk=1)).bill.to_minimum_paise == 95_00


@pytest.mark.parametrize(
    ("packs", "price_paise", "fee_paise", "to_free"), [(1, 498_99, 25_00, 1), (1, 499_00, 0, 0), (2, 249_50, 0, 0)]
)
def test_delivery_is_free_from_499_rupees_on(lakshmi, packs, price_paise, fee_paise, to_free):
    listings.change(listing=lakshmi["atta"], price_paise=price_paise, mrp_paise=None, by=BY, at=NOW)
    bill = lakshmi.quote_of(lakshmi.a_cart_of(atta=packs)).bill
    assert (bill.delivery_fee_paise, bill.to_free_delivery_paise) == (fee_paise, to_free)


def test_the_shop_s_terms_are_the_bill_s(lakshmi):
    stores.set_terms(store=lakshmi.store, delivery_fee_paise=40_00, weighing_tolerance_bp=500, by=BY, at=NOW)
    assert terms_of(lakshmi.store) == Terms(149_00, 40_00, 499_00, 500)
    bill = lakshmi.quote_of(lakshmi.a_cart_of(onions=1000)).bill
    assert (bill.total_paise, bill.cap_paise) == (78_00, 79_90)


def test_an_empty_basket_owes_nothing(lakshmi):
    offer = lakshmi.quote_of(lakshmi.a_cart_of())
    assert offer.is_empty
    assert (offer.bill.total_paise, offer.saving_paise) == (0, 0)


def test_what_is_saved_against_mrp(lakshmi):
    offer = lakshmi.quote_of(lakshmi.a_cart_of(atta=2, eggs=1, onions=1000))
    assert [line.saving_paise for line in offer.lines] == [50_00, 8_00, 0]
    assert offer.saving_paise == 58_00


def test_what_is_saved_on_a_kilo_and_a_half(lakshmi):
    listings.change(listing=lakshmi["onions"], mrp_paise=40_00, by=BY, at=NOW)
    assert lakshmi.quote_of(lakshmi.a_cart_of(onions=1500)).saving_paise == 3_00


def test_a_quote_is_frozen_and_asks_the_database_nothing(lakshmi, django_assert_num_queries):
    items = cart_rows.contents(cart_id=lakshmi.a_cart_of(atta=1, milk=1).pk)
    with django_assert_num_queries(0):
        offer = quote(items=items, store=lakshmi.store)
    with pytest.raises(FrozenInstanceError):
        offer.bill = None  # type: ignore[misc,assignment]


# --- what has changed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price_paise", "change"), [(290_00, Change.DEARER), (285_01, Change.DEARER), (280_00, Change.CHEAPER)]
)
def test_a_new_price_is_told_and_charged_and_stands_in_nobody_s_way(lakshmi, price_paise, change):
    cart = lakshmi.a_cart_of(atta=2)
    listings.change(listing=lakshmi["atta"], price_paise=price_paise, by=BY, at=NOW)
    offer = lakshmi.quote_of(cart)
    assert changes(offer) == {"atta": change}
    assert offer.bill.goods_paise == 2 * price_paise
    assert offer.obstacles == []


def test_once_agreed_to_a_new_price_is_no_news(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    carts.agree_to_changes(cart=cart, quantities={}, prices={lakshmi["atta"].pk: 290_00})
    assert changes(lakshmi.quote_of(cart)) == {}


def test_less_than_wanted_is_told_with_what_is_left(lakshmi):
    cart = lakshmi.a_cart_of(atta=5, milk=3)
    count(lakshmi, "atta", 4)
    offer = lakshmi.quote_of(cart)
    assert changes(offer) == {"atta": Change.LESS_LEFT}
    assert offer.obstacles[0].item.available == 4
    assert offer.mended_quantities == {lakshmi["atta"].pk: 4}
    assert offer.bill.goods_paise == 162_00  # the milk alone


def test_exactly_what_is_left_is_no_change(lakshmi):
    cart = lakshmi.a_cart_of(atta=5)
    count(lakshmi, "atta", 5)
    assert changes(lakshmi.quote_of(cart)) == {}


def test_loose_goods_are_mended_to_a_whole_step(lakshmi):
    cart = lakshmi.a_cart_of(onions=2000)
    count(lakshmi, "onions", 1130)
    assert lakshmi.quote_of(cart).mended_quantities == {lakshmi["onions"].pk: 1000}


def test_what_bilal_was_promised_is_not_left_for_asha(lakshmi):
    cart = lakshmi.a_cart_of(of=lakshmi.asha, olive_oil=3)
    lakshmi.a_placed_order(of=lakshmi.bilal, olive_oil=8)
    offer = lakshmi.quote_of(cart)
    assert changes(offer) == {"olive_oil": Change.SOLD_OUT}
    assert offer.mended_quantities == {lakshmi["olive_oil"].pk: 0}


def test_what_is_no_longer_offered_is_gone_whatever_its_price_and_stock(lakshmi):
    cart = lakshmi.a_cart_of(atta=5, milk=3)
    count(lakshmi, "atta", 0)
    listings.change(listing=lakshmi["atta"], is_active=False, price_paise=300_00, by=BY, at=NOW)
    offer = lakshmi.quote_of(cart)
    assert changes(offer) == {"atta": Change.GONE}
    assert offer.mended_quantities == {lakshmi["atta"].pk: 0}
    assert offer.saving_paise == 0


def test_several_changes_are_told_in_the_order_of_the_basket(lakshmi):
    cart = lakshmi.a_cart_of(eggs=2, atta=1, onions=1000, milk=4)
    listings.change(listing=lakshmi["eggs"], price_paise=70_00, by=BY, at=NOW)
    count(lakshmi, "onions", 0)
    count(lakshmi, "milk", 2)
    offer = lakshmi.quote_of(cart)
    assert list(changes(offer).items()) == [
        ("eggs", Change.CHEAPER),
        ("onions", Change.SOLD_OUT),
        ("milk", Change.LESS_LEFT),
    ]
    assert [line.item.code for line in offer.obstacles] == ["onions", "milk"]
    assert offer.bill.goods_paise == 2 * 70_00 + 285_00


def test_a_mended_basket_can_be_ordered_at_the_total_shown(lakshmi):
    cart: Cart = lakshmi.a_cart_of(atta=5, milk=3)
    count(lakshmi, "atta", 4)
    carts.agree_to_changes(cart=cart, quantities=lakshmi.quote_of(cart).mended_quantities, prices={})
    shown = lakshmi.quote_of(cart)
    assert changes(shown) == {}
    order = lakshmi.place(cart, shown_total_paise=shown.bill.total_paise)
    assert order.total_paise == shown.bill.total_paise == 4 * 285_00 + 3 * 54_00
