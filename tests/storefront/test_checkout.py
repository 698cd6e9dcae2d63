"""The checkout: one page, one button; whatever goes wrong, nothing moves and the form comes back as it was typed."""

import pytest

from kirana.cart import selectors as carts
from kirana.catalog.services import listings
from kirana.delivery.models import Slot
from kirana.inventory import services as inventory
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.models import Payment
from kirana.stores import services as stores
from tests.cast import BY, NOW, stock_of
from tests.storefront.pages import Form, read
from tests.storefront.visitors import a_visitor, carrying, nothing_is_written, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")


@pytest.fixture
def cart(lakshmi):
    """Two packs of atta: ₹570."""
    return lakshmi.a_cart_of(atta=2)


@pytest.fixture
def asha(cart):
    """Asha, not signed in, with her basket."""
    return carrying(a_visitor(), cart)


def as_typed(form: Form) -> dict[str, str]:
    """What stands in the form that came back, without its guard."""
    return {name: form[name] for name in form.values if name != "csrfmiddlewaretoken"}


def complaints(page) -> list[str]:
    """What the page says has to be mended, field by field."""
    start = next(at for at, text in enumerate(page.texts) if "What you typed is still here" in text)
    return page.texts[start + 1 : page.texts.index("1", start)]


def test_asha_fills_the_form_in_and_has_her_order(lakshmi, asha, cart):
    answer = asha.post("/checkout/", the_form(lakshmi, cart))
    order = Order.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/orders/{order.token}/")
    assert (order.state, order.total_paise, order.phone, order.note) == (
        "placed",
        570_00,
        "+919845011001",
        "Ring twice",
    )
    assert stock_of(lakshmi["atta"]) == (40, 2)
    assert order.number in asha.get("/orders/").content.decode()
    assert carts.quantities(cart_id=cart.pk) == {}


def test_pressing_twice_is_one_order(lakshmi, asha, cart):
    form = the_form(lakshmi, cart)
    first, second = asha.post("/checkout/", form), asha.post("/checkout/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == Payment.objects.count() == 1
    assert stock_of(lakshmi["atta"]) == (40, 2)


def test_the_form_first_shows_the_total_and_a_key_of_its_own(lakshmi, asha):
    forms = [read(asha.get("/checkout/")).form() for _look in range(2)]
    assert [form["shown_total"] for form in forms] == ["57000", "57000"]
    assert len({form["key"] for form in forms}) == 2
    assert [len(form["key"]) for form in forms] == [32, 32]
    assert "slot" not in forms[0].values  # nothing is chosen for anybody
    assert "payment_method" not in forms[0].values


# --- what was typed comes back ----------------------------------------------------------------------

MISTAKES = {
    "no name": ({"name": ""}, ["Your name"]),
    "a phone too short": ({"phone": "98450"}, ["Phone"]),
    "a phone of letters": ({"phone": "call my son"}, ["Phone"]),
    "half an address": ({"email": "asha@"}, ["E-mail"]),
    "no house": ({"address_line": ""}, ["House, street, area"]),
    "a pincode from nowhere": ({"pincode": "012345"}, ["Pincode"]),
    "a house too long": ({"address_line": "x" * 201}, ["House, street, area"]),
    "a note too long": ({"note": "y" * 301}, ["Anything we should know"]),
    "three at once": ({"name": "", "phone": "1", "pincode": "5"}, ["Your name", "Phone", "Pincode"]),
}


@pytest.mark.parametrize(("changes", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_and_nothing_typed_is_lost(changes, wrong, lakshmi, asha, cart):
    typed = the_form(lakshmi, cart, **changes)
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    page = read(answer)
    assert answer.status_code == 422
    assert complaints(page) == wrong
    assert as_typed(page.form()) == typed


@pytest.mark.parametrize("missing", ["slot", "payment_method"])
def test_what_was_not_chosen_is_asked_for(missing, lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    del typed[missing]
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    assert answer.status_code == 422
    assert as_typed(read(answer).form()) == typed


def test_a_pincode_we_do_not_serve_keeps_the_form(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart, pincode="110001")
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    assert answer.status_code == 422
    assert "We do not deliver to 110001 yet." in answer.content.decode()
    assert as_typed(read(answer).form()) == typed


def test_a_slot_that_filled_up_meanwhile_is_asked_for_again(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    Slot.objects.filter(pk=lakshmi.slot.pk).update(capacity=1, booked=1)
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    form = read(answer).form()
    assert answer.status_code == 409
    assert "slot" not in form.values
    assert as_typed(form) == {name: value for name, value in typed.items() if name != "slot"}


@pytest.mark.parametrize("method", ["fake", "bitcoin", "khata"])
def test_a_way_to_pay_that_the_shop_does_not_offer_is_refused(method, lakshmi, asha, cart):
    """`fake` says yes to every charge: whoever may choose it has the goods for nothing."""
    typed = the_form(lakshmi, cart, payment_method=method)
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    assert answer.status_code == 422
    assert "payment_method" not in read(answer).form().values


@pytest.mark.parametrize("slot", ["0", "999999", "9" * 30, "-1", "tomorrow"])
def test_a_slot_of_nowhere_is_refused(slot, lakshmi, asha, cart):
    with nothing_is_written():
        assert asha.post("/checkout/", the_form(lakshmi, cart, slot=slot)).status_code in (409, 422)


@pytest.mark.parametrize("total", ["", "free", "-57000", "0", "1", "9" * 30])
def test_a_total_nobody_was_shown_is_not_charged(total, lakshmi, asha, cart):
    with nothing_is_written():
        assert asha.post("/checkout/", the_form(lakshmi, cart, shown_total=total)).status_code in (409, 422)


@pytest.mark.parametrize("key", ["", "short", "k" * 65])
def test_a_form_without_a_key_of_ours_places_nothing(key, lakshmi, asha, cart):
    with nothing_is_written():
        assert asha.post("/checkout/", the_form(lakshmi, cart, key=key)).status_code == 422


def test_a_shop_that_closed_says_so_and_keeps_the_form(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    stores.set_terms(store=lakshmi.store, is_taking_orders=False, by=BY, at=NOW)
    with nothing_is_written():
        answer = asha.post("/checkout/", typed)
    assert answer.status_code == 409
    assert "The shop is not taking orders just now." in answer.content.decode()
    assert as_typed(read(answer).form()) == typed


# --- what changed between the basket and the button -------------------------------------------------


def test_a_price_that_rose_is_a_question_and_pressing_again_is_the_answer(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    with nothing_is_written():
        asked = asha.post("/checkout/", typed)
    form = read(asked).form()
    assert asked.status_code == 409
    assert "The total was ₹570 and is now ₹580. Please look before you order." in asked.content.decode()
    assert "Chakki Fresh Atta: was ₹285, is now ₹290" in " ".join(read(asked).texts)
    assert as_typed(form) == typed | {"shown_total": "58000"}
    assert asha.post("/checkout/", as_typed(form)).status_code == 302
    assert Order.objects.get().total_paise == 580_00


def test_a_price_that_fell_is_a_question_too(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    listings.change(listing=lakshmi["atta"], price_paise=280_00, by=BY, at=NOW)
    with nothing_is_written():
        asked = asha.post("/checkout/", typed)
    assert asked.status_code == 409
    assert read(asked).form()["shown_total"] == "56000"


def test_delivery_that_became_dearer_is_a_question(lakshmi):
    cart = lakshmi.a_cart_of(milk=4)
    typed = the_form(lakshmi, cart)
    stores.set_terms(store=lakshmi.store, delivery_fee_paise=30_00, by=BY, at=NOW)
    with nothing_is_written():
        asked = carrying(a_visitor(), cart).post("/checkout/", typed)
    assert asked.status_code == 409
    assert read(asked).form()["shown_total"] == "24600"


def test_a_thing_that_sold_out_meanwhile_leads_back_to_the_basket(lakshmi, asha, cart):
    typed = the_form(lakshmi, cart)
    inventory.count(listing_id=lakshmi["atta"].pk, counted=0, by=BY, at=NOW)
    with nothing_is_written():
        asked = asha.post("/checkout/", typed)
    assert asked.status_code == 409
    assert "Chakki Fresh Atta: sold out" in " ".join(read(asked).texts)
    assert asha.get("/checkout/").headers["Location"] == "/basket/"


def test_a_basket_with_changes_asks_before_the_checkout(lakshmi, asha, cart):
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    assert asha.get("/checkout/").headers["Location"] == "/basket/"
    basket = asha.get("/basket/")
    assert "was ₹285, is now ₹290" in " ".join(read(basket).texts)
    assert "/checkout/" not in read(basket).links
    assert asha.post("/basket/changes/").headers["Location"] == "/basket/"
    assert "/checkout/" in read(asha.get("/basket/")).links
    assert read(asha.get("/checkout/")).form()["shown_total"] == "58000"


def test_agreeing_takes_what_there_is(lakshmi):
    cart = lakshmi.a_cart_of(atta=5, milk=2, eggs=1)
    browser = carrying(a_visitor(), cart)
    inventory.count(listing_id=lakshmi["atta"].pk, counted=3, by=BY, at=NOW)
    inventory.count(listing_id=lakshmi["eggs"].pk, counted=0, by=BY, at=NOW)
    browser.post("/basket/changes/")
    assert carts.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 3, lakshmi["milk"].pk: 2}


@pytest.mark.parametrize("goods", [{}, {"milk": 2}], ids=["nothing in it", "below the smallest order"])
def test_there_is_no_checkout_for_a_basket_that_cannot_be_ordered(goods, lakshmi):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(**goods))
    assert browser.get("/checkout/").headers["Location"] == "/basket/"


# --- after it ---------------------------------------------------------------------------------------


def test_asha_calls_her_order_off_until_it_is_packed(lakshmi):
    order = lakshmi.a_placed_order(atta=2)
    asha = a_visitor()
    answer = asha.post(f"/orders/{order.token}/cancellation/", {"why": "It comes too late"})
    assert answer.headers["Location"] == f"/orders/{order.token}/"
    order.refresh_from_db()
    assert (order.state, stock_of(lakshmi["atta"])) == (OrderState.CANCELLED, (40, 0))
    assert "It comes too late" in asha.get(f"/orders/{order.token}/").content.decode()


@pytest.mark.parametrize("state", [OrderState.PACKED, OrderState.OUT, OrderState.DELIVERED])
def test_a_packed_order_is_not_called_off_from_the_phone(state, lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), state)
    page = a_visitor().get(f"/orders/{order.token}/")
    assert "Cancel this order" not in page.content.decode()
    with nothing_is_written():
        answer = a_visitor().post(f"/orders/{order.token}/cancellation/")
    assert answer.status_code == 409


def test_the_same_again_fills_the_basket_and_leaves_out_what_is_gone(lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2, milk=1), OrderState.DELIVERED)
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    answer = a_visitor().post(f"/orders/{order.token}/basket/")
    assert answer.headers["Location"] == "/basket/"
    kept = carts.by_token(token=answer.cookies["basket"].value)
    assert carts.quantities(cart_id=kept.pk) == {lakshmi["atta"].pk: 2}
