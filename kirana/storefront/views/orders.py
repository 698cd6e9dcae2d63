"""The shopper's orders: how far each has come, calling it off, having it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kirana.core import clock
from kirana.flows.cancel_order import cancel_order
from kirana.flows.reorder import reorder
from kirana.invoicing import selectors as invoices
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Buyer, Document
from kirana.orders import selectors as orders
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments import selectors as payments
from kirana.payments import ways
from kirana.payments.models import Refund
from kirana.payments.states import PaymentState
from kirana.storefront import shopper
from kirana.storefront.addresses import prefix_of
from kirana.stores import selectors as stores
from kirana.ui.documents import page_of, pdf_of
from kirana.ui.fragments import render_parts

S = OrderState
ENDED = (S.DELIVERED, S.CANCELLED)
HELD = (PaymentState.AUTHORISED, PaymentState.CAPTURING)
STEPS = (
    (S.PLACED, gettext_lazy("Order placed")),
    (S.ACCEPTED, gettext_lazy("Accepted by the shop")),
    (S.PICKING, gettext_lazy("Being picked and weighed")),
    (S.PACKED, gettext_lazy("Packed")),
    (S.OUT, gettext_lazy("On the way")),
    (S.DELIVERED, gettext_lazy("Delivered")),
)
REASONS = (
    gettext_lazy("I ordered by mistake"),
    gettext_lazy("I want to change something"),
    gettext_lazy("It comes too late"),
    gettext_lazy("Something else"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way, and when it was taken."""

    label: str
    at: datetime | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What was held and paid before delivery, and what goes back."""

    held_paise: int
    paid_paise: int
    refunds: list[Refund]

    @property
    def is_prepaid(self) -> bool:
        """Whether anything was."""
        return bool(self.held_paise or self.paid_paise)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order as its shopper sees it."""

    order: Order
    lines: list[OrderLine]
    steps: list[Step]
    money: Money
    method: str
    cancelled_why: str
    documents: list[Document]
    buyer: Buyer | None

    @property
    def is_moving(self) -> bool:
        """Whether the page should look again by itself."""
        return self.order.state not in ENDED


class CancelForm(forms.Form):
    """Why a shopper calls an order off."""

    why = forms.CharField(max_length=200, required=False)


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The orders of who is signed in, or those placed from this browser."""
    store, customer = stores.current(), shopper.customer_of(request)
    if customer is not None:
        found = list(orders.of_customer(customer_id=customer.pk)[:50])
    else:
        found = orders.of_tokens(tokens=shopper.order_tokens(request))
    counts = orders.line_counts(order_ids=[order.pk for order in found])
    return render(request, "storefront/orders.html", {"store": store, "orders": found, "counts": counts})


@never_cache
@require_GET
def order(request: HttpRequest, token: str) -> HttpResponse:
    """How far the order has come; asked again and again by the page itself while it moves."""
    facts = _facts(orders.by_token(token=token))
    if getattr(request, "htmx", False):
        return render_parts(request, "storefront/order.html", ["progress"], facts)
    return render(request, "storefront/order.html", facts)


@require_POST
def cancellation(request: HttpRequest, token: str) -> HttpResponse:
    """Call the order off, while nothing is packed."""
    found = orders.by_token(token=token)
    form = CancelForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    cancel_order(order=found, by=shopper.actor_of(request), at=clock.now(), why=why or _("by the customer"))
    return redirect("order", token=token)


@require_POST
def buyer(request: HttpRequest, token: str) -> HttpResponse:
    """Write the business the order is for, before its invoice is written. A refusal keeps what was typed."""
    found = orders.by_token(token=token)
    typed = {name: request.POST.get(name, "")[:160] for name in ("gstin", "name")}
    try:
        invoicing.name_buyer(reference=found.number, by=shopper.actor_of(request), at=clock.now(), **typed)
    except invoicing.NotAGstin as refusal:
        facts = _facts(found) | {"typed_buyer": typed, "refusal": refusal.message}
        return render(request, "storefront/order.html", facts, status=refusal.status)
    return redirect("order", token=token)


@never_cache
@require_GET
def document(request: HttpRequest, token: str, document: str) -> HttpResponse:
    """The invoice, or a credit note to it, to be looked at and printed."""
    return page_of(_document(token, document), pdf_name="order_document_pdf", token=token)


@never_cache
@require_GET
def document_pdf(request: HttpRequest, token: str, document: str) -> HttpResponse:
    """The same as a PDF."""
    return pdf_of(_document(token, document))


def _document(token: str, number: str) -> Document:
    """A document of the order that the token opens, and of no other."""
    return invoices.of_order(reference=orders.by_token(token=token).number, number=number)


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Put the same things into the basket."""
    found, at = orders.by_token(token=token), clock.now()
    cart = shopper.cart_or_new(request, at=at)
    reorder(order=found, cart=cart, at=at)
    response = redirect("basket")
    shopper.keep_cart(request, response, cart)
    return response


def _facts(found: Order) -> dict[str, Any]:
    """What the page of an order is drawn from."""
    page = _page(found)
    return {
        "store": found.store,
        "page": page,
        "product_at": prefix_of("product"),
        "reasons": REASONS,
        "typed_buyer": page.buyer,
        "refusal": "",
    }


def _page(found: Order) -> OrderPage:
    history = orders.timeline(order_id=found.pk)
    reached = {change.to_state: change.at for change in history}
    last = history[-1]
    return OrderPage(
        order=found,
        lines=orders.lines(order_id=found.pk),
        steps=_steps(found, reached),
        money=_money(found),
        method=ways.label(found.payment_method),
        cancelled_why=last.why if found.state == S.CANCELLED else "",
        documents=invoices.documents_of(reference=found.number),
        buyer=invoices.buyer_of(reference=found.number),
    )


def _money(found: Order) -> Money:
    """The money of an order. What is paid at the door is what the bill says; nothing more is to be told of it."""
    back = payments.refunds_of(reference=found.number)
    if ways.is_paid_at_the_door(found.payment_method):
        return Money(0, 0, back)
    mine = payments.of_reference(reference=found.number)
    held = sum(one.authorised_paise for one in mine if one.state in HELD)
    return Money(held, sum(one.captured_paise for one in mine), back)


def _steps(found: Order, reached: dict[str, datetime]) -> list[Step]:
    """The way ahead: taken steps with their time; a step that was gone back on is ahead again."""
    states = [state for state, _label in STEPS]
    position = states.index(S(found.state)) if found.state in states else -1
    return [
        Step(str(label), reached.get(state) if index <= position else None, is_now=index == position)
        for index, (state, label) in enumerate(STEPS)
    ]
