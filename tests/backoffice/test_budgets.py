"""A screen of the back office asks the database as often for many rows as for one."""

from datetime import timedelta

import pytest

from kirana.flows import import_catalogue as imports
from kirana.orders.states import OrderState
from tests.backoffice.floor import a_sheet
from tests.backoffice.paid import paid
from tests.cast import BY, Good, a_listing, pick_everything
from tests.storefront.visitors import a_visitor, statements

# Three of each are the session, who is signed in, and their place in the store.
BUDGETS = {
    "/staff/": 6,
    "/staff/orders/": 5,
    "/staff/orders/{number}/": 9,
    "/staff/orders/{picking}/picking/": 5,
    "/staff/orders/{packed}/handover/": 5,
    "/staff/catalogue/": 6,
    "/staff/catalogue/?q=atta": 7,
    "/staff/catalogue/products/atta/": 9,
    "/staff/money/payments/": 5,
    "/staff/money/payments/{payment}/": 8,
    "/staff/money/refunds/{paid}/": 8,
    "/staff/money/webhooks/": 4,
    "/staff/imports/": 4,
    "/staff/imports/{batch}/": 6,
    "/staff/delivery/": 6,
    "/staff/log/": 5,
    "/staff/invoices/": 6,
    "/staff/invoices/return/": 5,
    "/staff/invoices/rates/": 6,
    "/staff/money/khata/": 6,
    "/staff/money/khata/{khata}/": 6,
    "/staff/money/cash/": 7,
    "/staff/money/settlements/": 5,
    "/staff/money/exceptions/": 20,
}


def addresses(floor, batch) -> dict[str, str]:
    facts = {
        "number": floor.order("placed").number,
        "picking": floor.order("picking").number,
        "packed": floor.order("packed").number,
        "out": floor.order("out").number,  # with its bill
        "batch": batch.pk,
        "khata": floor.khata.pk,
        "payment": paid(floor).pk,
        "paid": paid(floor).reference,
    }
    return {path: path.format(**facts) for path in BUDGETS}


def counts(floor, batch) -> dict[str, int]:
    """How many statements each screen sends, for the owner."""
    browser = a_visitor(floor.lakshmi.chitra.user)
    browser.get("/staff/")
    found = {}
    for path, address in addresses(floor, batch).items():
        with statements() as sent:
            assert browser.get(address).status_code == 200
        found[path] = len(sent)
    return found


def a_file(shop, rows: int):
    """A file of so many new products, read."""
    lines = "".join(f"n{n},New thing {n},Atta,1 kg,50,60\n" for n in range(rows))
    sheet = a_sheet(f"code,name,category,pack,price,mrp\n{lines}")
    return imports.read_file(store=shop.store, file=sheet, name="new.csv", by=BY, at=shop.at)


def fill(floor) -> None:
    """Many of everything: orders in every state, lines, products, stock movements, entries of the log."""
    shop = floor.lakshmi
    for state in (OrderState.PLACED, OrderState.PICKING, OrderState.PACKED, OrderState.OUT):
        for _order in range(2):
            shop.take_to(shop.a_placed_order(milk=1, eggs=1, small_atta=1, onions=1000), state)
    category = shop["atta"].category
    for n in range(12):
        good = Good(f"extra{n}", f"Atta of mill {n}", "आटा", "atta", 50_00, 60_00, 5, pack="1 kg", brand=f"Mill {n}")
        a_listing(shop.store, good, category, at=shop.at + timedelta(minutes=n))
    browser = a_visitor(shop.chitra.user)
    for n in range(8):
        browser.post("/staff/catalogue/products/atta/stock/", {"verb": "receive", "quantity": n + 1, "why": ""})
        browser.post("/staff/delivery/pincodes/", {"pincode": f"56010{n}", "place": f"Ward {n}"})


def test_a_screen_asks_as_often_for_many_rows_as_for_one(floor):
    few = counts(floor, a_file(floor.lakshmi, 1))
    fill(floor)
    many = counts(floor, a_file(floor.lakshmi, 30))
    assert many == few == BUDGETS


@pytest.mark.parametrize("lines", [{"atta": 1}, {"atta": 1, "milk": 1, "eggs": 1, "onions": 1000}], ids=["one", "four"])
def test_packing_asks_as_often_for_many_lines_as_for_one(lines, floor):
    shop = floor.lakshmi
    order = shop.take_to(shop.a_placed_order(**lines), OrderState.PICKING)
    pick_everything(order)
    browser = a_visitor(shop.pooja.user)
    browser.get("/staff/")
    with statements() as sent:
        assert browser.post(f"/staff/orders/{order.number}/packing/").status_code == 302
    assert len(sent) == 21
