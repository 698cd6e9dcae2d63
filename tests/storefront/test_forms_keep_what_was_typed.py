"""Nothing a person typed is lost on an error: the form comes back with it (invariant G10). The checkout has its own."""

import pytest

from kirana.accounts.models import User
from kirana.cart import selectors as carts
from tests.cast import PASSWORD
from tests.storefront.pages import read
from tests.storefront.visitors import HTMX, a_visitor, carrying, nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")


def test_signing_in_with_a_wrong_password_keeps_the_address(lakshmi):
    with nothing_is_written():
        answer = a_visitor().post("/account/login/", {"login": "asha@example.com", "password": "jaggery?"})
    form = read(answer).form()
    assert (form["login"], form["password"]) == ("asha@example.com", "")
    assert answer.wsgi_request.user.is_anonymous


@pytest.mark.parametrize("password", ["short", "0123456789", "password123"])
def test_a_password_too_weak_keeps_the_rest_of_the_form(password, lakshmi):
    sent = {"email": "farida@example.com", "name": "Farida Shaikh", "password1": password}
    with nothing_is_written():
        answer = a_visitor().post("/account/signup/", sent)
    form = read(answer).form()
    assert (form["email"], form["name"], form["password1"]) == ("farida@example.com", "Farida Shaikh", "")


def test_farida_makes_an_account_under_her_name(lakshmi):
    sent = {"email": "farida@example.com", "name": "Farida Shaikh", "password1": PASSWORD}
    answer = a_visitor().post("/account/signup/", sent)
    assert answer.headers["Location"] == "/"
    assert User.objects.get(email="farida@example.com").name == "Farida Shaikh"


def test_an_address_that_has_an_account_is_not_told_to_strangers(lakshmi):
    """Signing up with Asha's address looks like signing up with a new one, and she has one account afterwards."""
    sent = {"email": "asha@example.com", "name": "Mallory", "password1": PASSWORD}
    browser = a_visitor()
    browser.post("/account/signup/", sent)
    assert User.objects.filter(email="asha@example.com").count() == 1
    assert User.objects.get(email="asha@example.com").name == "Asha Iyer"
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "piece of the page"])
def test_a_pincode_with_a_digit_too_few_comes_back(headers, lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    answer = carrying(a_visitor(), cart).post("/basket/pincode/", {"pincode": "56003"}, headers=headers)
    page = read(answer)
    assert page.form("/basket/pincode/")["pincode"] == "56003"
    assert "A pincode has six digits and does not begin with 0." in page.texts
    assert carts.by_token(token=cart.token).pincode == ""


def test_a_pincode_we_serve_is_kept_and_named(lakshmi):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(atta=2))
    browser.post("/basket/pincode/", {"pincode": "560 038"})
    page = read(browser.get("/basket/"))
    assert page.form("/basket/pincode/")["pincode"] == "560038"
    assert "Yes, to Indiranagar, Bengaluru." in page.texts


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "piece of the page"])
def test_a_note_too_long_comes_back_to_be_shortened(headers, lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    note = "The sharbati one from Sehore, please. " * 5
    address = f"/basket/lines/{lakshmi['atta'].pk}/wish/"
    with nothing_is_written():
        answer = carrying(a_visitor(), cart).post(address, {"note": note, "if_missing": "leave"}, headers=headers)
    assert "A note has room for 160 letters." in answer.content.decode()
    if headers:  # the page stays as it is, with what was typed; only a notice is put above it
        assert answer.headers["HX-Retarget"] == "#notices"
    else:
        assert read(answer).form(address)["note"] == note.strip()


@pytest.mark.parametrize("quantity", ["100", "-1", "", "two", "1e3", "१", "9" * 40])
def test_a_quantity_nobody_can_want_leaves_the_basket_as_it_was(quantity, lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    browser = carrying(a_visitor(), cart)
    answer = browser.post(f"/basket/lines/{lakshmi['atta'].pk}/", {"quantity": quantity})
    assert answer.status_code == 422
    assert "Please choose between 1 and 99." in answer.content.decode()
    assert carts.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 2}


def test_a_thing_that_is_not_sold_here_cannot_be_put_in(lakshmi):
    browser = carrying(a_visitor(), lakshmi.a_cart_of())
    with nothing_is_written():
        answer = browser.post("/basket/lines/", {"listing": "999999", "quantity": "1"})
    assert answer.status_code == 404
