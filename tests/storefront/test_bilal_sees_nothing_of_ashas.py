"""Bilal tries everything that is Asha's: her orders, her addresses, her account, her basket (invariant G9)."""

import pytest
from django.urls import reverse

from kirana.cart import selectors as carts
from kirana.customers import services as customers
from kirana.orders.models import Order
from tests.storefront.pages import read
from tests.storefront.visitors import OUR_PAGES, a_visitor, carrying, nothing_is_written, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")

ASHAS = ("Asha", "asha@example.com", "Palm Grove", "98450 11001", "9845011001")


@pytest.fixture
def order(lakshmi) -> Order:
    """Asha's order; her door and her phone number are remembered."""
    cart = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    browser = carrying(a_visitor(lakshmi.asha.user), cart)
    browser.post("/checkout/", the_form(lakshmi, cart))
    return Order.objects.get()


@pytest.fixture
def bilal(lakshmi):
    return a_visitor(lakshmi.bilal.user)


def names_of_asha(answer) -> list[str]:
    text = answer.content.decode()
    return [one for one in ASHAS if one in text]


def test_asha_finds_her_order_and_her_door_again(lakshmi, order):
    browser = a_visitor(lakshmi.asha.user)
    assert order.number in browser.get("/orders/").content.decode()
    next_time = carrying(browser, lakshmi.a_cart_of(of=lakshmi.asha, milk=4)).get("/checkout/")
    form = read(next_time).form()
    assert (form["name"], form["phone"], form["email"]) == ("Asha Iyer", "+919845011001", "asha@example.com")
    assert (form["address_line"], form["landmark"]) == ("Flat 3B, Palm Grove, 12th Main", "Opposite the temple")
    assert form["pincode"] == "560038"


def wrong_names(order: Order) -> list[str]:
    """What someone may guess who has seen an order: its number, its id, its token with a letter changed or missing."""
    other = "B" if order.token[0] != "B" else "C"
    return [order.number, str(order.pk), other + order.token[1:], order.token[:-1], order.token.swapcase()]


@pytest.mark.parametrize("what", ["order", "order_cancellation", "order_again"])
def test_an_order_opens_to_its_secret_and_to_nothing_that_can_be_guessed(what, bilal, order):
    ask = bilal.get if what == "order" else bilal.post
    with nothing_is_written():
        answers = [ask(reverse(what, kwargs={"token": guess})) for guess in wrong_names(order)]
    assert [one.status_code for one in answers] == [404] * 5
    assert [names_of_asha(one) for one in answers] == [[]] * 5


def test_the_list_of_bilals_orders_has_none_of_ashas(lakshmi, bilal, order):
    his = lakshmi.a_placed_order(of=lakshmi.bilal, wish={"name": "Bilal Khan"}, milk=4)
    page = bilal.get("/orders/")
    assert f"/orders/{his.token}/" in page.content.decode()
    assert order.number not in page.content.decode()
    assert names_of_asha(page) == []


def test_someone_unknown_has_no_orders(order):
    page = a_visitor().get("/orders/")
    assert "No orders yet" in page.content.decode()
    assert order.number not in page.content.decode()


def test_a_made_up_list_of_orders_opens_none(lakshmi, order):
    """The cookie is signed: writing Asha's token into it, even with a signature, gives nothing."""
    browser = a_visitor()
    for forged in (order.token, f"{order.token}:{'A' * 43}", f"{order.token}:1abcde:{'A' * 43}"):
        browser.cookies["orders"] = forged
        assert order.number not in browser.get("/orders/").content.decode()
        assert "Chakki" not in browser.get("/basket/bar/?again=1").content.decode()


def test_bilals_page_does_not_offer_what_asha_bought(lakshmi, bilal, order):
    asha = a_visitor(lakshmi.asha.user)
    assert "Buy again" in asha.get("/basket/bar/?again=1").content.decode()
    assert "Buy again" not in bilal.get("/basket/bar/?again=1").content.decode()


def test_bilals_checkout_knows_no_door_of_ashas(lakshmi, bilal, order):
    page = carrying(bilal, lakshmi.a_cart_of(of=lakshmi.bilal, atta=2)).get("/checkout/")
    form = read(page).form()
    assert (form["name"], form["address_line"], form["landmark"]) == ("Bilal Khan", "", "")
    assert names_of_asha(page) == []


def test_bilals_account_is_bilals(lakshmi, bilal, order):
    page = bilal.get("/account/")
    assert "bilal@example.com" in page.content.decode()
    assert names_of_asha(page) == []


def test_bilal_orders_to_ashas_door_and_her_address_book_does_not_change(lakshmi, bilal, order):
    customers.remember_contact(customer=lakshmi.bilal, name="Bilal Khan", phone="+919845022002")
    cart = lakshmi.a_cart_of(of=lakshmi.bilal, milk=4)
    before = list(lakshmi.asha.addresses.values())
    answer = carrying(bilal, cart).post(
        "/checkout/", the_form(lakshmi, cart, name="Bilal Khan", key="another-key-of-bilal")
    )
    assert answer.status_code == 302
    assert list(lakshmi.asha.addresses.values()) == before
    assert Order.objects.get(token=answer.headers["Location"].split("/")[-2]).customer == lakshmi.bilal


def test_bilal_signs_in_on_a_phone_that_holds_ashas_basket_and_gets_his_own(lakshmi):
    """She forgot to sign out and her session ended: what she had chosen is not poured into his basket."""
    hers = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    his = lakshmi.a_cart_of(of=lakshmi.bilal, milk=1)
    phone = carrying(a_visitor(), hers)
    answer = phone.post("/account/login/", {"login": "bilal@example.com", "password": "a-tin-of-jaggery"})
    assert answer.cookies["basket"].value == his.token
    assert carts.quantities(cart_id=his.pk) == {lakshmi["milk"].pk: 1}
    assert carts.quantities(cart_id=hers.pk) == {lakshmi["atta"].pk: 2}


def test_what_a_guest_chose_is_there_after_signing_in(lakshmi):
    his = lakshmi.a_cart_of(of=lakshmi.bilal, milk=1)
    phone = carrying(a_visitor(), lakshmi.a_cart_of(atta=2, milk=3))
    answer = phone.post("/account/login/", {"login": "bilal@example.com", "password": "a-tin-of-jaggery"})
    assert answer.headers["Location"] == "/"
    assert carts.quantities(cart_id=his.pk) == {lakshmi["atta"].pk: 2, lakshmi["milk"].pk: 3}


def test_signing_out_takes_basket_and_orders_off_the_phone(lakshmi, order):
    phone = carrying(a_visitor(lakshmi.asha.user), lakshmi.a_cart_of(of=lakshmi.asha, atta=2))
    answer = phone.post("/account/logout/")
    assert (answer.cookies["basket"].value, answer.cookies["basket"]["max-age"]) == ("", 0)
    assert (answer.cookies["orders"].value, answer.cookies["orders"]["max-age"]) == ("", 0)
    assert "No orders yet" in phone.get("/orders/").content.decode()
    assert "Nothing in it yet" in phone.get("/basket/").content.decode()


def test_a_basket_opens_to_its_secret_only(lakshmi):
    hers = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    for guess in (str(hers.pk), hers.token[:-1], hers.token.swapcase(), ""):
        browser = a_visitor()
        browser.cookies["basket"] = guess
        assert "Nothing in it yet" in browser.get("/basket/").content.decode()


def test_taking_from_a_basket_that_is_not_there_takes_from_none(lakshmi):
    hers = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    answer = a_visitor().post(f"/basket/lines/{lakshmi['atta'].pk}/", {"quantity": 0}, headers=OUR_PAGES)
    assert answer.status_code == 302
    assert carts.quantities(cart_id=hers.pk) == {lakshmi["atta"].pk: 2}
