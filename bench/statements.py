"""The statements of placing an order over HTTP, written down as they were sent, as a script for pgbench.

An order is placed through every middleware and view, and what PostgreSQL was asked is kept word for word. What
differs from order to order (the basket, its goods, their stock, the slot, the ids that come back) becomes variables;
everything else stays. The shop commits twice; the script does it all in one transaction.
"""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.baskets import LINES, Shelf, token_of
from bench.requests import checkout_form
from kirana.cart import selectors as carts
from kirana.checkout.quote import quote
from kirana.orders.models import Order
from kirana.orders.services import FIRST_NUMBER
from kirana.payments.models import Payment
from kirana.stores import selectors as stores

# The inserts whose new id later statements name, and what the script calls it.
RETURNED = {
    'INSERT INTO "core_drawnnumber"': "drawn_",
    'INSERT INTO "orders_order" ': "order_",
    'INSERT INTO "payments_payment" ': "payment_",
}
ENDS = ("BEGIN", "COMMIT")


def script(*, basket: int, shelf: Shelf) -> str:
    """The script. Baskets from `:base` on are used up, `:share` for each client, each basket once."""
    form, next_form = _form(basket, shelf), _form(basket + 1, shelf)
    browser = Client(SERVER_NAME="127.0.0.1")
    _press(browser, basket + 1, next_form)
    with CaptureQueriesContext(connection) as asked:
        token = _press(browser, basket, form)
    sent = [query["sql"] for query in asked.captured_queries]
    if sent.count("COMMIT") != 2:
        raise RuntimeError(f"placing an order committed {sent.count('COMMIT')} times, not twice")
    names = _names(Order.objects.get(token=token), basket, shelf)
    body = [_written(statement, names) for statement in sent if statement not in ENDS]
    return "\n".join([*_variables(shelf), "BEGIN;", *_checked(body), "COMMIT;", ""])


def _form(basket: int, shelf: Shelf) -> dict[str, str | int]:
    total = quote(items=carts.contents(cart_id=basket), store=stores.current()).bill.total_paise
    return checkout_form(basket, total, shelf)


def _press(browser: Client, basket: int, form: dict[str, str | int]) -> str:
    """Place the order; its token."""
    browser.cookies["basket"] = token_of(basket)
    answer = browser.post("/checkout/", form)
    if answer.status_code != 302 or not answer["Location"].startswith("/orders/"):
        raise RuntimeError(f"the order was not placed: {answer.status_code}")
    return str(answer["Location"].split("/")[2])


def _names(order: Order, basket: int, shelf: Shelf) -> dict[str, str]:
    """What stands for what; every number here is far from any other in the statements (see `inside.spread`)."""
    payment = Payment.objects.get(reference=order.number)
    names = {
        order.token: "order-:basket",
        payment.gateway_key: "payment-:basket",
        str(basket): ":basket",
        str(order.pk): ":order_id",
        order.number.removeprefix("KM-"): ":number",
        str(payment.pk): ":payment_id",
        str(shelf.slot(basket)): ":slot",
    }
    for line, listing in enumerate(shelf.listings_of(basket)):
        names[str(listing)] = f":listing_{line}"
        names[str(listing + shelf.to_stock)] = f":stock_{line}"
    return names


def _written(statement: str, names: dict[str, str]) -> str:
    for value, name in names.items():
        statement = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", name, statement)
    returned = next((prefix for start, prefix in RETURNED.items() if statement.startswith(start)), None)
    if returned is None:
        return f"{statement};"
    number = f"\n\\set number :drawn_id + {FIRST_NUMBER}" if returned == "drawn_" else ""
    return f"{statement} \\gset {returned}{number}"


def _variables(shelf: Shelf) -> list[str]:
    goods = [f"\\set listing_{line} {shelf.listing_for_pgbench(line)}" for line in range(LINES)]
    stock = [f"\\set stock_{line} :listing_{line} + {shelf.to_stock}" for line in range(LINES)]
    basket = ["\\set used :used + 1", "\\set basket :base + :client_id * :share + :used"]
    return [*basket, f"\\set slot {shelf.slot_for_pgbench()}", *goods, *stock]


def _checked(body: list[str]) -> list[str]:
    """The statements, when each thing that differs from order to order was found in them."""
    whole = "\n".join(body)
    lines = [f":{kind}_{line}" for kind in ("listing", "stock") for line in range(LINES)]
    for name in [":basket", "order-:basket", ":order_id", "KM-:number", ":payment_id", ":slot", *lines]:
        if name not in whole:
            raise RuntimeError(f"{name} is in none of the statements of placing an order")
    return body
