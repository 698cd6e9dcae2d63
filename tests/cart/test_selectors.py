"""What a cart holds, with everything that a bill or a screen needs, as it is now."""

from kirana.cart import selectors as cart_rows
from kirana.cart.selectors import CartItem
from kirana.catalog.services import listings
from kirana.core.quantity import BaseUnit
from kirana.inventory import services as inventory
from tests.cast import BY, NOW


def test_a_line_brings_the_goods_with_it(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    assert cart_rows.contents(cart_id=cart.pk) == [
        CartItem(
            listing_id=lakshmi["atta"].pk,
            quantity=2,
            seen_paise=285_00,
            note="",
            if_missing="call",
            price_paise=285_00,
            mrp_paise=310_00,
            step=1,
            aisle="A2",
            is_offered=True,
            code="atta",
            slug="dharti-chakki-fresh-atta-5-kg",
            name="Chakki Fresh Atta",
            names={"hi": "चक्की आटा"},
            brand="Dharti",
            pack_label="5 kg",
            picture="",
            hsn="11010000",
            is_loose=False,
            unit=BaseUnit.PIECE,
            available=40,
        )
    ]


def test_loose_goods_have_no_brand_and_a_step_of_their_own(lakshmi):
    onions, almonds = cart_rows.contents(cart_id=lakshmi.a_cart_of(onions=1000, almonds=100).pk)
    assert (onions.brand, onions.unit, onions.step, onions.mrp_paise) == ("", BaseUnit.GRAM, 250, None)
    assert (almonds.step, almonds.is_loose) == (100, True)
    assert (onions.name_in("hi"), onions.name_in("ta")) == ("प्याज़", "Onion")


def test_the_line_tells_what_has_become_of_price_stock_and_offer(lakshmi):
    cart = lakshmi.a_cart_of(atta=2, milk=1)
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    inventory.reserve(wanted={lakshmi["atta"].pk: 39}, reference="Bilal's", at=NOW)

    atta, milk = cart_rows.contents(cart_id=cart.pk)
    assert (atta.seen_paise, atta.price_paise, atta.available, atta.is_offered) == (285_00, 290_00, 1, True)
    assert (milk.is_offered, milk.available) == (False, 60)


def test_any_number_of_lines_is_one_statement_in_the_order_they_were_put_in(lakshmi, django_assert_num_queries):
    cart = lakshmi.a_cart_of(onions=1000, atta=1, milk=1, eggs=1, almonds=100)
    with django_assert_num_queries(1):
        codes = [item.code for item in cart_rows.contents(cart_id=cart.pk)]
    assert codes == ["onions", "atta", "milk", "eggs", "almonds"]


def test_a_cart_is_found_by_its_token_alone(lakshmi):
    cart = lakshmi.a_cart_of(atta=1)
    assert cart_rows.by_token(token=cart.token) == cart
    assert cart_rows.by_token(token=cart.token[:-1]) is None
    assert cart_rows.by_token(token="") is None


def test_bilal_s_cart_holds_nothing_of_asha_s(lakshmi):
    lakshmi.a_cart_of(of=lakshmi.asha, atta=1)
    bilals = lakshmi.a_cart_of(of=lakshmi.bilal, milk=2)
    assert cart_rows.quantities(cart_id=bilals.pk) == {lakshmi["milk"].pk: 2}
