"""A shopper's own khata, and the page that a reminder leads to."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.flows import remind_khata as flow
from kirana.payments.ledgers import selectors
from kirana.payments.ledgers.dues import due
from kirana.payments.ledgers.models import KhataAccount
from kirana.storefront import shopper
from kirana.stores import selectors as stores
from kirana.ui import khata_statement

NEWEST = 50


@never_cache
@login_required
def khata(request: HttpRequest) -> HttpResponse:
    """What I owe, until when, and line by line why."""
    account = _mine(request)
    entries = selectors.khata_entries(account_id=account.pk)[:NEWEST]
    return render(request, "storefront/khata.html", _facts(account) | {"entries": entries})


@never_cache
@login_required
def statement(request: HttpRequest, kind: str) -> HttpResponse:
    """My statement: to print, as a PDF, as a file."""
    account = _mine(request)
    return khata_statement.answer(request, account=account, kind=kind, on=clock.shop_date(clock.now()))


@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Where a reminder leads: how much is open and how to pay it; no lines, for the address may be passed on."""
    return render(request, "storefront/khata_page.html", _facts(flow.by_token(token=token, at=clock.now())))


def _mine(request: HttpRequest) -> KhataAccount:
    customer = shopper.customer_of(request)
    mine = selectors.khata_of(customer_id=customer.pk) if customer else None
    if mine is None:
        raise NotFound()
    return selectors.khata(store_id=mine.store_id, account_id=mine.pk, on=clock.shop_date(clock.now()))


def _facts(account: KhataAccount) -> dict[str, object]:
    return {
        "store": stores.current(),
        "account": account,
        "due": due(account, on=clock.shop_date(clock.now())),
        "pay_link": flow.pay_link(account),
    }
