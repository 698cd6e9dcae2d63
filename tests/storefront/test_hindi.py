"""Under /hi/ the whole page is in Hindi: no sentence of ours is left in English."""

import re
from functools import cache

import pytest
from django.utils import translation

from kirana.orders.states import OrderState
from tests.cast import BY
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, carrying
from tools import translations

DEVANAGARI = re.compile(r"[\u0900-\u097f]")
# Written the same in every language.
SAME_IN_HINDI = {"FSSAI", "GSTIN", "English", "CSV", "Excel", "HSN", "UTR"}


@cache
def english_sentences() -> frozenset[str]:
    """Every text of ours without a fact in it, whose Hindi is another."""
    plain = (one for one in translations._read("hi") if isinstance(one.id, str) and one.id and "%" not in one.id)
    return frozenset(one.id for one in plain if one.string != one.id) - SAME_IN_HINDI


def left_in_english(answer) -> list[str]:
    """What a page says in English that has words in Hindi; the name of whoever opened the shop is a name."""
    return [text for text in read(answer).texts if text in english_sentences() and text != BY.name]


@pytest.fixture
def order(lakshmi, it_is_now):
    return lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1000)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shelves/",
        "/shelves/atta/?brand=dharti",
        "/offers/",
        "/search/?q=aata",
        "/search/?q=nosuchthing",
        "/products/onion/",
        "/products/dharti-chakki-fresh-atta-5-kg/",
        "/about/",
        "/basket/",
        "/checkout/",
        "/orders/",
        "/account/",
        "/account/password/change/",
        "/account/logout/",
    ],
)
def test_ashas_pages_are_in_hindi(path, lakshmi, order):
    browser = carrying(a_visitor(lakshmi.asha.user), lakshmi.a_cart_of(of=lakshmi.asha, atta=2, onions=500))
    answer = browser.get(f"/hi{path}")
    assert (answer.status_code, answer.headers["Content-Language"], read(answer).language) == (200, "hi", "hi")
    assert left_in_english(answer) == []
    assert DEVANAGARI.search(read(answer).texts[0])


@pytest.mark.parametrize(
    "path", ["login", "signup", "password/reset", "password/reset/done", "inactive", "confirm-email"]
)
def test_signing_in_is_in_hindi(path, lakshmi):
    assert left_in_english(a_visitor().get(f"/hi/account/{path}/")) == []


@pytest.mark.parametrize("state", ["placed", "accepted", "picking", "packed", "out", "delivered"])
def test_an_order_is_told_in_hindi_all_the_way(state, lakshmi, order):
    lakshmi.take_to(order, OrderState(state))
    answer = a_visitor().get(f"/hi/orders/{order.token}/")
    assert left_in_english(answer) == []
    assert "चक्की आटा" in read(answer).texts


@pytest.mark.parametrize(
    "path",
    [
        "",
        "orders/",
        "catalogue/",
        "catalogue/new/",
        "catalogue/products/atta/",
        "imports/",
        "delivery/",
        "log/",
        "log/?check=1",
    ],
)
def test_chitras_screens_are_in_hindi(path, lakshmi, order):
    answer = a_visitor(lakshmi.chitra.user).get(f"/hi/staff/{path}")
    assert answer.status_code == 200
    assert left_in_english(answer) == []


def test_names_of_goods_and_shop_are_in_hindi(lakshmi, it_is_now):
    texts = read(a_visitor().get("/hi/")).texts
    assert "लक्ष्मी स्टोर्स" in texts
    assert {"आटा", "दूध और अंडे", "सब्ज़ियाँ"} <= set(texts)
    assert "प्याज़" in texts
    assert "Onion" not in texts


def test_a_refusal_is_told_in_hindi(lakshmi, it_is_now):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(atta=2))
    answer = browser.post(f"/hi/basket/lines/{lakshmi['atta'].pk}/", {"quantity": "100"})
    with translation.override("hi"):
        sentence = translation.gettext("Please choose between %(least)s and %(most)s.") % {"least": 1, "most": 99}
    assert sentence in read(answer).texts
    assert DEVANAGARI.search(sentence)


def test_after_a_form_in_hindi_the_next_page_is_in_hindi(lakshmi, it_is_now):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(atta=2))
    assert browser.post("/hi/basket/changes/").headers["Location"] == "/hi/basket/"
    assert a_visitor().get("/hi/account/").headers["Location"] == "/hi/account/login/?next=/hi/account/"
    assert a_visitor().get("/hi/staff/").headers["Location"] == "/hi/account/login/?next=/hi/staff/"
