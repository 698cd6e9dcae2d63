"""Carts: what is put in, by whom, how much of it, and what becomes of a guest's cart when someone signs in."""

from datetime import timedelta

import pytest

from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.cart.models import Cart, CartLine
from kirana.cart.services import BadQuantity, NoteTooLong, TooManyLines
from kirana.catalog.services import listings
from kirana.core.errors import NotFound
from kirana.inventory.missing import IfMissing
from tests.cast import BY, NOW, Lakshmi


def a_cart(lakshmi: Lakshmi) -> Cart:
    """A browser's empty cart."""
    return carts.open_cart(store_id=lakshmi.store.pk, at=NOW)


def held(cart: Cart, lakshmi: Lakshmi) -> dict[str, int]:
    """What is in the cart, by the keys of the shelf."""
    keys = {listing.pk: key for key, listing in lakshmi.shelf.items()}
    return {keys[listing_id]: quantity for listing_id, quantity in cart_rows.quantities(cart_id=cart.pk).items()}


# --- putting in and taking out ----------------------------------------------------------------------


def test_a_guest_s_cart_is_named_by_a_secret_of_its_own(lakshmi):
    first, second = a_cart(lakshmi), a_cart(lakshmi)
    assert (len(first.token), first.customer, first.used_on) == (22, None, NOW.date())
    assert first.token != second.token


def test_pressing_plus_adds_and_remembers_the_price_that_was_shown(lakshmi):
    cart = a_cart(lakshmi)
    for quantity in (1, 2):
        carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=quantity, at=NOW)
    carts.add(cart=cart, listing_id=lakshmi["onions"].pk, quantity=250, at=NOW)
    assert held(cart, lakshmi) == {"atta": 3, "onions": 250}
    assert list(CartLine.objects.values_list("seen_paise", "if_missing", "note")) == [
        (285_00, IfMissing.CALL, ""),
        (38_00, IfMissing.CALL, ""),
    ]


def test_the_number_typed_is_the_number_held(lakshmi):
    cart = lakshmi.a_cart_of(atta=5)
    carts.set_quantity(cart=cart, listing_id=lakshmi["atta"].pk, quantity=2, at=NOW)
    carts.set_quantity(cart=cart, listing_id=lakshmi["milk"].pk, quantity=4, at=NOW)
    assert held(cart, lakshmi) == {"atta": 2, "milk": 4}
    carts.set_quantity(cart=cart, listing_id=lakshmi["atta"].pk, quantity=0, at=NOW)
    carts.set_quantity(cart=cart, listing_id=lakshmi["eggs"].pk, quantity=0, at=NOW)
    assert held(cart, lakshmi) == {"milk": 4}


def test_pressing_again_is_to_have_seen_the_price_of_now(lakshmi):
    cart = lakshmi.a_cart_of(atta=1)
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=1, at=NOW)
    assert CartLine.objects.get().seen_paise == 290_00


def test_a_cart_promises_nothing_and_may_hold_more_than_there_is(lakshmi, nothing_moves):
    with nothing_moves():
        cart = lakshmi.a_cart_of(olive_oil=50)
    assert held(cart, lakshmi) == {"olive_oil": 50}


def test_a_cart_knows_the_last_day_it_was_used(lakshmi):
    cart = lakshmi.a_cart_of(atta=1)
    carts.add(cart=cart, listing_id=lakshmi["milk"].pk, quantity=1, at=NOW + timedelta(days=3))
    cart.refresh_from_db()
    assert cart.used_on == (NOW + timedelta(days=3)).date()


def test_an_ordered_cart_is_empty_and_still_there(lakshmi):
    cart, other = lakshmi.a_cart_of(atta=1, milk=2), lakshmi.a_cart_of(eggs=1)
    carts.empty(cart_id=cart.pk)
    assert held(cart, lakshmi) == {}
    assert held(other, lakshmi) == {"eggs": 1}
    assert Cart.objects.filter(pk=cart.pk).exists()


# --- how much ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [carts.add, carts.set_quantity])
@pytest.mark.parametrize(
    ("key", "quantity", "sentence"),
    [
        ("atta", 100, "Please choose between 1 and 99."),
        ("atta", -1, "Please choose between 1 and 99."),
        ("onions", 50_001, "Please choose between 250 and 50000."),
        ("almonds", -100, "Please choose between 100 and 50000."),
    ],
)
def test_too_much_and_less_than_nothing_are_refused(lakshmi, verb, key, quantity, sentence):
    cart = lakshmi.a_cart_of(milk=1)
    with pytest.raises(BadQuantity) as refused:
        verb(cart=cart, listing_id=lakshmi[key].pk, quantity=quantity, at=NOW)
    assert refused.value.message == sentence
    assert held(cart, lakshmi) == {"milk": 1}


def test_adding_nothing_is_refused(lakshmi):
    cart = a_cart(lakshmi)
    with pytest.raises(BadQuantity):
        carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=0, at=NOW)
    assert held(cart, lakshmi) == {}


@pytest.mark.parametrize(("key", "most"), [("atta", 99), ("onions", 50_000)])
def test_pressing_plus_at_the_limit_stays_there(lakshmi, key, most):
    cart = lakshmi.a_cart_of(**{key: most})
    carts.add(cart=cart, listing_id=lakshmi[key].pk, quantity=1, at=NOW)
    assert held(cart, lakshmi) == {key: most}


def test_a_basket_has_room_for_so_many_things(lakshmi, monkeypatch):
    assert carts.MOST_LINES == 120
    monkeypatch.setattr(carts, "MOST_LINES", 3)
    cart = lakshmi.a_cart_of(atta=1, milk=1, eggs=1)
    for verb in (carts.add, carts.set_quantity):
        with pytest.raises(TooManyLines) as refused:
            verb(cart=cart, listing_id=lakshmi["onions"].pk, quantity=500, at=NOW)
    assert refused.value.message == "A basket holds 3 different things. Please place this order first."
    carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=1, at=NOW)  # more of the same still goes in
    assert held(cart, lakshmi) == {"atta": 2, "milk": 1, "eggs": 1}


@pytest.mark.parametrize("verb", [carts.add, carts.set_quantity])
def test_what_the_shop_does_not_offer_does_not_go_in(lakshmi, verb):
    cart = a_cart(lakshmi)
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    elsewhere = Cart.objects.create(token="elsewhere", store_id=lakshmi.store.pk, used_on=NOW.date())
    elsewhere.store_id = lakshmi.store.pk + 1
    for basket, listing_id in ((cart, lakshmi["milk"].pk), (cart, 999_999), (elsewhere, lakshmi["atta"].pk)):
        with pytest.raises(NotFound):
            verb(cart=basket, listing_id=listing_id, quantity=1, at=NOW)
    assert CartLine.objects.count() == 0


# --- what Asha says about a line --------------------------------------------------------------------


def test_asha_s_note_and_wish_stay_with_the_line(lakshmi):
    cart = lakshmi.a_cart_of(onions=1000, milk=1)
    carts.set_wish(cart=cart, listing_id=lakshmi["onions"].pk, note="छोटे वाले", if_missing=IfMissing.LEAVE_OUT)
    carts.add(cart=cart, listing_id=lakshmi["onions"].pk, quantity=250, at=NOW)

    onions, milk = cart_rows.contents(cart_id=cart.pk)
    assert (onions.note, onions.if_missing, onions.quantity) == ("छोटे वाले", "leave_out", 1250)
    assert (milk.note, milk.if_missing) == ("", "call")


def test_a_note_has_room_for_160_letters(lakshmi):
    cart = lakshmi.a_cart_of(onions=1000)
    wish = {"cart": cart, "listing_id": lakshmi["onions"].pk, "if_missing": IfMissing.CALL}
    carts.set_wish(note="प" * 160, **wish)
    with pytest.raises(NoteTooLong) as refused:
        carts.set_wish(note="प" * 161, **wish)
    assert refused.value.message == "A note has room for 160 letters. Please shorten it a little."
    assert CartLine.objects.get().note == "प" * 160


def test_a_note_reaches_the_picker(lakshmi):
    cart = lakshmi.a_cart_of(atta=1)
    carts.set_wish(cart=cart, listing_id=lakshmi["atta"].pk, note="new sack please", if_missing=IfMissing.SIMILAR)
    line = lakshmi.place(cart).lines.get()
    assert (line.note, line.if_missing) == ("new sack please", "similar")


# --- agreeing to what has changed -------------------------------------------------------------------


def test_asha_takes_what_there_is_at_the_prices_of_now(lakshmi):
    cart = lakshmi.a_cart_of(atta=5, milk=2, eggs=1)
    atta, milk, eggs = (lakshmi[key].pk for key in ("atta", "milk", "eggs"))
    carts.agree_to_changes(cart=cart, quantities={atta: 3, milk: 0}, prices={atta: 290_00, eggs: 70_00})
    assert held(cart, lakshmi) == {"atta": 3, "eggs": 1}
    assert list(CartLine.objects.values_list("seen_paise", flat=True)) == [290_00, 70_00]


def test_where_asha_lives_is_kept(lakshmi):
    cart = a_cart(lakshmi)
    carts.set_pincode(cart=cart, pincode="560038")
    assert (cart.pincode, Cart.objects.get().pincode) == ("560038", "560038")


# --- signing in -------------------------------------------------------------------------------------


def give(lakshmi: Lakshmi, cart: Cart | None, *, to: str = "asha") -> Cart:
    """Asha, or Bilal, signs in with this cart in the browser."""
    return carts.give_to(cart=cart, customer=getattr(lakshmi, to), store_id=lakshmi.store.pk, at=NOW)


def test_a_guest_s_cart_becomes_asha_s(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    own = give(lakshmi, cart)
    assert (own.pk, own.customer) == (cart.pk, lakshmi.asha)
    assert held(own, lakshmi) == {"atta": 2}
    assert Cart.objects.get().customer == lakshmi.asha


def test_signing_in_with_no_cart_opens_one(lakshmi):
    own = give(lakshmi, None)
    assert (own.customer, held(own, lakshmi)) == (lakshmi.asha, {})
    assert give(lakshmi, None).pk == own.pk


def test_two_carts_are_merged_and_the_larger_quantity_stays(lakshmi):
    own = lakshmi.a_cart_of(of=lakshmi.asha, atta=2, milk=5)
    guest = lakshmi.a_cart_of(atta=4, milk=1, eggs=1)
    carts.set_pincode(cart=guest, pincode="560038")

    merged = give(lakshmi, guest)
    assert merged.pk == own.pk
    assert held(merged, lakshmi) == {"atta": 4, "milk": 5, "eggs": 1}
    assert merged.pincode == "560038"
    assert list(Cart.objects.values_list("pk", flat=True)) == [own.pk]
    assert CartLine.objects.count() == 3


def test_signing_in_twice_merges_once(lakshmi):
    lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    own = give(lakshmi, lakshmi.a_cart_of(atta=1, eggs=1))
    assert held(give(lakshmi, own), lakshmi) == {"atta": 2, "eggs": 1}


def test_the_pincode_asha_gave_before_stays(lakshmi):
    own = lakshmi.a_cart_of(of=lakshmi.asha)
    carts.set_pincode(cart=own, pincode="560008")
    guest = lakshmi.a_cart_of(atta=1)
    carts.set_pincode(cart=guest, pincode="560038")
    assert give(lakshmi, guest).pincode == "560008"


def test_the_note_of_the_line_that_stays_is_kept(lakshmi):
    own = lakshmi.a_cart_of(of=lakshmi.asha, onions=1000, milk=1)
    guest = lakshmi.a_cart_of(onions=2000, milk=3)
    wish = {"listing_id": lakshmi["onions"].pk, "if_missing": IfMissing.CALL}
    carts.set_wish(cart=guest, note="big ones", **wish)
    carts.set_wish(cart=own, note="cold please", **(wish | {"listing_id": lakshmi["milk"].pk}))
    notes = {item.code: item.note for item in cart_rows.contents(cart_id=give(lakshmi, guest).pk)}
    assert notes == {"onions": "big ones", "milk": "cold please"}


def test_bilal_on_asha_s_phone_leaves_her_cart_alone(lakshmi):
    ashas = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    bilals = give(lakshmi, ashas, to="bilal")
    assert bilals.pk != ashas.pk
    assert held(bilals, lakshmi) == {}
    assert held(ashas, lakshmi) == {"atta": 2}


def test_a_merged_cart_keeps_to_the_room_there_is(lakshmi, monkeypatch):
    monkeypatch.setattr(carts, "MOST_LINES", 3)
    lakshmi.a_cart_of(of=lakshmi.asha, atta=1, milk=1)
    guest = lakshmi.a_cart_of(eggs=1, onions=500)
    assert len(held(give(lakshmi, guest), lakshmi)) <= 3


def test_the_wish_of_the_line_that_stays_is_kept(lakshmi):
    lakshmi.a_cart_of(of=lakshmi.asha, onions=1000)
    guest = lakshmi.a_cart_of(onions=2000)
    onions = lakshmi["onions"].pk
    carts.set_wish(cart=guest, listing_id=onions, note="big ones", if_missing=IfMissing.LEAVE_OUT)
    merged = cart_rows.contents(cart_id=give(lakshmi, guest).pk)[0]
    assert (merged.quantity, merged.note, merged.if_missing) == (2000, "big ones", "leave_out")
