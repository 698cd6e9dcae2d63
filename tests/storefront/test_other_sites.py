"""Forms that another site sends with Asha's cookies are refused, and nothing moves."""

import pytest
from django.test import Client

from kirana.cart import selectors as carts
from kirana.orders.states import OrderState
from tests.storefront.pages import read
from tests.storefront.visitors import HTMX, a_visitor, carrying, nothing_is_written, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")

REFUSED = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver@evil.example"},
    {"referer": "https://evil.example/testserver"},
    {},
)
LET_IN = (
    {"sec-fetch-site": "same-origin"},
    {"origin": "http://testserver"},
    {"referer": "http://testserver/products/onion/"},
)


def basket_posts(lakshmi) -> dict[str, dict]:
    """Each form of the basket: where it goes, and what it sends."""
    atta = lakshmi["atta"].pk
    return {
        "/basket/lines/": {"listing": lakshmi["milk"].pk, "quantity": 1},
        f"/basket/lines/{atta}/": {"quantity": 5},
        f"/basket/lines/{atta}/wish/": {"note": "Fresh ones", "if_missing": "leave"},
        "/basket/changes/": {},
        "/basket/pincode/": {"pincode": "560001"},
    }


@pytest.fixture
def cart(lakshmi):
    return lakshmi.a_cart_of(of=lakshmi.asha, atta=2)


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_another_site_changes_no_basket(headers, lakshmi, cart):
    browser = carrying(Client(), cart)
    browser.force_login(lakshmi.asha.user)
    with nothing_is_written():
        answers = [browser.post(path, sent, headers=headers) for path, sent in basket_posts(lakshmi).items()]
    assert [one.status_code for one in answers] == [403] * 5
    assert all("This form is too old" in one.content.decode() for one in answers)


@pytest.mark.parametrize("headers", REFUSED[:1], ids=str)
def test_nor_does_it_when_it_says_it_is_a_piece_of_our_page(headers, lakshmi, cart):
    with nothing_is_written():
        for path, sent in basket_posts(lakshmi).items():
            assert carrying(Client(), cart).post(path, sent, headers=headers | HTMX).status_code == 403


@pytest.mark.parametrize("headers", LET_IN, ids=str)
def test_our_own_pages_do(headers, lakshmi, cart):
    browser = carrying(Client(), cart)
    answer = browser.post("/basket/lines/", {"listing": lakshmi["milk"].pk, "quantity": 3}, headers=headers)
    assert answer.status_code == 302
    assert carts.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 2, lakshmi["milk"].pk: 3}


def test_forms_with_a_guard_are_refused_without_it(lakshmi, cart):
    """The checkout, the order's page and the account carry a token, whatever the browser says of itself."""
    order = lakshmi.a_placed_order(of=lakshmi.bilal, milk=4)
    asha = carrying(a_visitor(lakshmi.asha.user, enforce_csrf_checks=True), cart)
    posts = {
        "/checkout/": the_form(lakshmi, cart),
        f"/orders/{order.token}/cancellation/": {},
        f"/orders/{order.token}/basket/": {},
        "/account/logout/": {},
        "/account/login/": {"login": "asha@example.com", "password": "a-tin-of-jaggery"},
        "/account/signup/": {"email": "new@example.com", "password1": "a-tin-of-jaggery", "name": "New"},
        "/account/password/change/": {
            "oldpassword": "a-tin-of-jaggery",
            "password1": "mallory",
            "password2": "mallory",
        },
        "/account/password/reset/": {"email": "asha@example.com"},
    }
    with nothing_is_written():
        answers = {path: asha.post(path, sent).status_code for path, sent in posts.items()}
    assert answers == dict.fromkeys(posts, 403)
    assert asha.get("/account/").status_code == 200


def test_with_its_guard_the_cancellation_is_let_in(lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, milk=4)
    asha = a_visitor(lakshmi.asha.user, enforce_csrf_checks=True)
    cancelling = f"/orders/{order.token}/cancellation/"
    guard = read(asha.get(f"/orders/{order.token}/")).form(cancelling)["csrfmiddlewaretoken"]
    asha.post(cancelling, {"csrfmiddlewaretoken": guard, "why": "By mistake"})
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert order.history.last().why == "By mistake"


def test_an_address_to_go_back_to_is_one_of_ours(lakshmi):
    for sent, kept in {
        "/shelves/atta/?page=2": True,
        "https://evil.example/": False,
        "//evil.example/": False,
        "/\\evil.example": False,
        "javascript:alert(1)": False,
    }.items():
        answer = a_visitor().post("/basket/lines/", {"listing": lakshmi["atta"].pk, "quantity": 1, "next": sent})
        assert ("back=" in answer.headers["Location"]) is kept, sent
    for path in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        page = carrying(a_visitor(), lakshmi.a_cart_of(atta=1))
        assert path not in page.get("/basket/", {"added": lakshmi["atta"].pk, "back": path}).content.decode()


def test_signing_in_leads_to_no_other_site(lakshmi):
    sent = {"login": "asha@example.com", "password": "a-tin-of-jaggery", "next": "https://evil.example/"}
    assert a_visitor().post("/account/login/?next=https://evil.example/", sent).headers["Location"] == "/"
