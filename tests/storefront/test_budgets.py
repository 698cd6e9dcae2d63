"""A page asks the database as often for many things as for one."""

import pytest

from kirana.catalog import selectors as catalogue
from kirana.search import facets, product_page
from tests.cast import Good, a_listing, fill_the_shelf
from tests.storefront.visitors import HTMX, a_visitor, carrying, statements, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")

# First after the catalogue changed, and from then on: the tree and the choices of a list are kept under its version.
PUBLIC = {
    "/": (8, 6),
    "/shelves/": (3, 1),
    "/shelves/atta/": (8, 2),
    "/shelves/atta/?brand=dharti&sort=price&stock=on": (9, 3),
    "/offers/": (6, 2),
    "/search/?q=atta": (10, 4),
    "/search/?q=atta&sort=price": (9, 3),
    "/search/?q=nosuchthing": (5, 3),
    "/products/dharti-chakki-fresh-atta-5-kg/": (7, 2),
    "/about/": (2, 2),
}
FEW = {"atta": 1}
MANY = {"atta": 1, "small_atta": 2, "milk": 1, "eggs": 1, "olive_oil": 1, "onions": 1000, "almonds": 100}
BASKETS = [FEW, MANY]


def forget() -> None:
    for kept in (catalogue.tree, facets.of_shelf, facets.of_offers, facets.of_products):
        kept.cache_clear()
    product_page.forget()


def count(browser, path: str) -> int:
    with statements() as sent:
        assert browser.get(path).status_code == 200
    return len(sent)


def counts() -> dict[str, tuple[int, int]]:
    found = {}
    for path in PUBLIC:
        forget()
        found[path] = count(a_visitor(), path), count(a_visitor(), path)
    return found


def test_public_pages_ask_as_often_for_many_products_as_for_few(lakshmi):
    few = counts()
    category = lakshmi["atta"].category
    for n in range(40):
        good = Good(
            f"extra{n}",
            f"Atta of mill {n}",
            "आटा",
            "atta",
            50_00,
            60_00,
            5,
            pack="1 kg",
            brand=f"Mill {n}",
            facts={"family": "dharti-atta", "veg_mark": "veg", "origin": "IN"},
        )
        a_listing(lakshmi.store, good, category)
    many = counts()
    assert many == few == PUBLIC


@pytest.mark.parametrize("goods", BASKETS, ids=["one line", "seven lines"])
@pytest.mark.parametrize(
    ("path", "budget"), [("/basket/", 2), ("/basket/bar/", 4), ("/basket/bar/?again=1", 7), ("/checkout/", 11)]
)
def test_the_basket_and_the_checkout_ask_as_often_for_many_lines_as_for_one(path, budget, goods, lakshmi):
    lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    browser = carrying(a_visitor(lakshmi.asha.user), lakshmi.a_cart_of(of=lakshmi.asha, **goods))
    assert count(browser, path) == budget


@pytest.mark.parametrize("goods", BASKETS, ids=["one line", "seven lines"])
@pytest.mark.parametrize(
    ("path", "sent", "budget"),
    [
        ("/basket/lines/", {"quantity": 1}, 3),
        ("/basket/lines/{atta}/", {"quantity": 3}, 3),
        ("/basket/lines/{atta}/", {"quantity": 0}, 4),
        ("/basket/changes/", {}, 5),
    ],
    ids=["add", "change", "take out", "agree"],
)
def test_changing_the_basket_asks_as_often_for_many_lines_as_for_one(path, sent, budget, goods, lakshmi):
    atta = lakshmi["atta"].pk
    browser = carrying(a_visitor(), lakshmi.a_cart_of(**goods))
    with statements() as asked:
        answer = browser.post(path.format(atta=atta), {"listing": atta} | sent, headers=HTMX)
    assert answer.status_code == 200
    assert len(asked) == budget


@pytest.mark.parametrize("goods", BASKETS, ids=["one line", "seven lines"])
def test_placing_an_order_asks_as_often_for_many_lines_as_for_one(goods, lakshmi):
    cart = lakshmi.a_cart_of(**goods)
    form = the_form(lakshmi, cart)
    with statements() as sent:
        answer = carrying(a_visitor(), cart).post("/checkout/", form)
    assert answer.status_code == 302
    assert len(sent) == 27


@pytest.mark.parametrize("goods", [FEW, MANY], ids=["one line", "seven lines"])
@pytest.mark.parametrize("others", [0, 5])
def test_the_orders_ask_as_often_for_many_as_for_one(goods, others, lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, **goods)
    for _order in range(others):
        lakshmi.a_placed_order(of=lakshmi.asha, **FEW)
    browser = a_visitor(lakshmi.asha.user)
    assert (count(browser, "/orders/"), count(browser, f"/orders/{order.token}/")) == (6, 6)


def test_a_list_of_everything_shows_a_page_of_it(lakshmi):
    """Twenty-four of forty-four, however many there are."""
    goods = tuple(
        Good(f"extra{n}", f"Atta of mill {n}", "आटा", "atta", 50_00, 60_00, 5, pack="1 kg") for n in range(40)
    )
    fill_the_shelf(lakshmi.store, goods)
    first, second = (a_visitor().get(f"/shelves/atta/{query}").content for query in ("", "?page=2"))
    assert (first.count(b'class="card"'), second.count(b'class="card"')) == (24, 20)
