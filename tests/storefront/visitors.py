"""Browsers: whose they are, what they send, and what they leave behind in the shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kirana.accounts.models import User
from kirana.cart.models import Cart
from kirana.storefront import shopper
from tests.cast import Lakshmi

OUR_PAGES = {"sec-fetch-site": "same-origin"}
HTMX = {"hx-request": "true"}
WRITES = ("INSERT", "UPDATE", "DELETE")


def a_visitor(user: User | None = None, **options: Any) -> Client:
    """A browser on one of our pages; signed in when `user` is given."""
    browser = Client(headers=OUR_PAGES, **options)
    if user is not None:
        browser.force_login(user)
    return browser


def carrying(browser: Client, cart: Cart) -> Client:
    """The browser with this basket."""
    browser.cookies[shopper.CART_COOKIE] = cart.token
    return browser


def the_form(lakshmi: Lakshmi, cart: Cart, **changes: str) -> dict[str, str]:
    """The checkout's form as Asha fills it in; `changes` are other words in it."""
    filled = {
        "name": "Asha Iyer",
        "phone": "98450 11001",
        "email": "asha@example.com",
        "address_line": "Flat 3B, Palm Grove, 12th Main",
        "landmark": "Opposite the temple",
        "pincode": "560038",
        "slot": str(lakshmi.slot.pk),
        "payment_method": "cash_on_delivery",
        "note": "Ring twice",
        "shown_total": str(lakshmi.quote_of(cart).bill.total_paise),
        "key": "a-key-of-the-checkout-form",
    }
    return filled | changes


def every_row() -> dict[str, list[dict[str, Any]]]:
    """Everything the shop has written down, table by table: equal before and after a refusal.

    When someone last signed in is not the shop's to say: the tests sign people in on the way.
    """
    ours = [model for model in apps.get_models() if model.__module__.startswith("kirana.")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values(*columns(model))) for model in ours}


def columns(model: type[Model]) -> list[str]:
    """The columns that are looked at."""
    return [column.attname for column in model._meta.concrete_fields if column.attname != "last_login"]


@contextmanager
def nothing_is_written() -> Iterator[None]:
    """Whatever happens inside, no row of the shop is another one afterwards."""
    before = every_row()
    yield
    assert every_row() == before


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent to the database inside, savepoints left out."""
    sent: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield sent
    sent += [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]


def writes(sent: list[str]) -> list[str]:
    """Those that change something."""
    return [one for one in sent if one.startswith(WRITES)]
