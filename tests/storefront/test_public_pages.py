"""Public pages are the same bytes for everyone in a language, so that they can be kept and sent again."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from kirana.catalog.services import listings, products
from kirana.core.money import format_rupees
from kirana.storefront.addresses import prefix_of
from tests.cast import BY, NOW
from tests.storefront.pages import Page, read
from tests.storefront.visitors import a_visitor, carrying

pytestmark = pytest.mark.usefixtures("it_is_now")

PAGES = ("/", "/shelves/", "/shelves/atta/", "/offers/", "/search/?q=atta", "/products/onion/", "/about/")
HINDI = tuple(f"/hi{path}" for path in PAGES)
PRIVATE = ("/basket/", "/basket/bar/", "/checkout/", "/orders/", "/account/", "/account/login/")


@pytest.mark.parametrize("path", PAGES + HINDI)
def test_asha_bilal_chitra_and_someone_unknown_get_the_same_bytes(path, lakshmi):
    lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    with_a_basket = carrying(a_visitor(lakshmi.asha.user), lakshmi.a_cart_of(of=lakshmi.asha, milk=3))
    browsers = (a_visitor(), with_a_basket, a_visitor(lakshmi.bilal.user), a_visitor(lakshmi.chitra.user))
    answers = [browser.get(path) for browser in browsers]
    assert [one.status_code for one in answers] == [200] * 4
    assert len({one.content for one in answers}) == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_leaves_no_cookie_and_does_not_ask_for_one(path, lakshmi):
    answer = a_visitor(lakshmi.asha.user).get(path)
    assert list(answer.cookies) == []
    assert not {"Cookie", "Accept-Language"} & set(answer.headers.get("Vary", "").split(", "))


@pytest.mark.parametrize("path", PAGES)
def test_the_address_decides_the_language_and_not_the_browser(path, lakshmi):
    browser = a_visitor()
    browser.cookies["django_language"] = "hi"
    asked = browser.get(path, headers={"accept-language": "hi-IN,hi;q=0.9"})
    assert asked.headers["Content-Language"] == "en"
    assert asked.content == a_visitor().get(path).content


def test_a_public_page_that_has_not_changed_is_not_sent_again(lakshmi):
    tags = {path: a_visitor().get(path).headers.get("ETag", "") for path in PAGES}
    again = {path: a_visitor().get(path, headers={"if-none-match": tag}).status_code for path, tag in tags.items()}
    assert [path for path, tag in tags.items() if not tag] == []
    assert again == dict.fromkeys(PAGES, 304)


@pytest.mark.parametrize("path", PRIVATE)
def test_what_is_personal_is_kept_by_nobody(path, lakshmi):
    answer = carrying(a_visitor(), lakshmi.a_cart_of(atta=2)).get(path)
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


# --- addresses that are put together by hand --------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_prefix_of_products_and_shelves_is_what_reverse_says(language, lakshmi):
    with translation.override(language):
        for name, slug in [("product", one.product.slug) for one in lakshmi.shelf.values()] + [("shelf", "atta")]:
            assert f"{prefix_of(name)}{slug}/" == reverse(name, kwargs={"slug": slug})


@pytest.mark.parametrize("path", ["/", "/shelves/atta/?sort=price&page=2", f"/search/?{urlencode({'q': 'आटा'})}"])
def test_the_link_to_the_other_language_leads_there_and_back(path, lakshmi):
    english = a_visitor().get(path).content.decode()
    there = f"/hi{path}".replace("&", "&amp;")
    assert f'href="{there}" lang="hi" hreflang="hi"' in english
    hindi = a_visitor().get(f"/hi{path}").content.decode()
    assert f'href="{path.replace("&", "&amp;")}" lang="en" hreflang="en"' in hindi


@pytest.mark.parametrize("path", PAGES + HINDI)
def test_every_link_of_a_public_page_leads_somewhere(path, lakshmi):
    inside = {link for link in read(a_visitor().get(path)).links if link.startswith("/")}
    assert len(inside) >= 8
    assert {link: code for link in inside if (code := a_visitor().get(link).status_code) not in (200, 302)} == {}


def test_what_asha_bought_before_stands_on_the_home_page_twice_and_no_place_has_the_same_name(lakshmi):
    lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    browser = carrying(a_visitor(lakshmi.asha.user), lakshmi.a_cart_of(of=lakshmi.asha, atta=1))
    home, bar = browser.get("/").content.decode(), browser.get("/basket/bar/?again=1").content.decode()
    everywhere = f'class="buy buy-{lakshmi["atta"].pk}"'
    assert (home.count(everywhere), bar.count(everywhere)) == (2, 2)
    assert bar.count(f'hx-swap-oob="outerHTML:.buy-{lakshmi["atta"].pk}"') == 1
    assert bar.index('id="again"') < bar.index("outerHTML:.buy-")
    replaced = {"again", "basket-top", "basket-dock", "who"}
    ids = Page(home).ids + [one for one in Page(bar).ids if one not in replaced]
    assert sorted(ids) == sorted(set(ids))


def test_a_product_page_follows_every_change_of_what_stands_on_it(lakshmi):
    milk = lakshmi["milk"]
    path = f"/products/{milk.product.slug}/"
    before = a_visitor().get(path).content.decode()
    listings.change(listing=milk, price_paise=milk.price_paise - 100, by=BY, at=NOW)
    cheaper = a_visitor().get(path).content.decode()
    products.edit(product=milk.product, storage="On the second shelf of the fridge", by=BY, at=NOW)
    kept_cold = a_visitor().get(path).content.decode()
    now, then = (format_rupees(paise) for paise in (milk.price_paise, milk.price_paise + 100))
    assert tuple(f'price-now">{one}<' in page for one, page in ((then, before), (then, cheaper), (now, cheaper))) == (
        True,
        False,
        True,
    )
    assert ("second shelf" in cheaper, "second shelf" in kept_cold) == (False, True)
