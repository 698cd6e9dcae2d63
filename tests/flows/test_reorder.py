"""Having the same again."""

import pytest

from kirana.cart import selectors as cart_rows
from kirana.cart.services import MOST_PIECES
from kirana.catalog.services import listings
from kirana.flows.reorder import reorder
from tests.cast import BY, LATER, NOW


def test_the_same_things_go_into_the_basket(lakshmi, nothing_moves):
    order = lakshmi.a_placed_order(atta=2, onions=1500)
    cart = lakshmi.a_cart_of(milk=1)
    with nothing_moves():
        result = reorder(order=order, cart=cart, at=LATER)
    assert [line.code for line in result.added] == ["atta", "onions"]
    assert result.gone == []
    assert cart_rows.quantities(cart_id=cart.pk) == {
        lakshmi["milk"].pk: 1,
        lakshmi["atta"].pk: 2,
        lakshmi["onions"].pk: 1500,
    }


def test_pressing_it_twice_is_pressing_it_once(lakshmi):
    order, cart = lakshmi.a_placed_order(atta=2), lakshmi.a_cart_of()
    for _ in range(2):
        reorder(order=order, cart=cart, at=LATER)
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 2}


def test_less_in_the_basket_becomes_as_much_as_the_order_had(lakshmi):
    order, cart = lakshmi.a_placed_order(atta=3), lakshmi.a_cart_of(atta=1)
    reorder(order=order, cart=cart, at=LATER)
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 3}


def test_what_is_no_longer_offered_is_named(lakshmi):
    order = lakshmi.a_placed_order(atta=2, milk=1)
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    cart = lakshmi.a_cart_of()
    result = reorder(order=order, cart=cart, at=LATER)
    assert ([line.code for line in result.added], [line.code for line in result.gone]) == (["atta"], ["milk"])
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 2}


def test_the_price_of_now_is_the_price_that_is_shown(lakshmi):
    order = lakshmi.a_placed_order(atta=2)
    listings.change(listing=lakshmi["atta"], price_paise=300_00, by=BY, at=NOW)
    cart = lakshmi.a_cart_of()
    reorder(order=order, cart=cart, at=LATER)
    assert cart_rows.contents(cart_id=cart.pk)[0].seen_paise == 300_00
    assert lakshmi.quote_of(cart).changes == []


@pytest.mark.parametrize("held", [3, MOST_PIECES])
def test_more_in_the_basket_stays(lakshmi, held):
    order, cart = lakshmi.a_placed_order(atta=2), lakshmi.a_cart_of(atta=held)
    reorder(order=order, cart=cart, at=LATER)
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: held}
