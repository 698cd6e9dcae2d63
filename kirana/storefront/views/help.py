"""When something is not right: telling the shop, with an order or without, and following the request."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.orders import selectors as orders
from kirana.orders.models import Order
from kirana.storefront import shopper
from kirana.storefront.help_forms import HelpForm, ProblemForm, WriteBackForm
from kirana.stores import selectors as stores
from kirana.stores.models import Store
from kirana.support import planning, selectors
from kirana.support import services as support
from kirana.support.models import Ticket


@never_cache
def help_page(request: HttpRequest) -> HttpResponse:
    """Who answers, how fast, and a form for whatever is not right."""
    store, customer = stores.current(), shopper.customer_of(request)
    known = {"name": customer.name, "phone": customer.phone, "email": customer.email} if customer else {}
    form = HelpForm(*_posted(request), initial=known)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        person = {name: typed[name] for name in ("name", "phone", "email")}
        person |= {"customer_id": customer.pk if customer else None}
        ticket = _open(request, store, form, person)
        if ticket is not None:
            return redirect("help_request", token=ticket.token)
    facts = {"store": store, "form": form, "order": None}
    return render(request, "storefront/help.html", facts, status=422 if form.errors else 200)


@require_POST
def wishes(request: HttpRequest) -> HttpResponse:
    """What a shopper misses in the shop, in a few words."""
    try:
        planning.miss(store=stores.current(), text=request.POST.get("text", ""), at=clock.now())
    except support.NothingWritten as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Thank you. The shop looks at every wish once a month."))
    return redirect("help")


@never_cache
def problem(request: HttpRequest, token: str) -> HttpResponse:
    """Something is not right with an order."""
    found = orders.by_token(token=token)
    form = ProblemForm(*_posted(request))
    if form.is_bound and form.is_valid():
        ticket = _open(request, found.store, form, _person_of(found))
        if ticket is not None:
            return redirect("help_request", token=ticket.token)
    told = selectors.of_order(number=found.number)
    facts = {"store": found.store, "form": form, "order": found, "told": told}
    return render(request, "storefront/help.html", facts, status=422 if form.errors else 200)


@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """A request: what was written, how far it is, and a place to write more."""
    ticket = selectors.by_token(token=token)
    form = WriteBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        support.write_back(ticket=ticket, text=text, by=shopper.actor_of(request), at=clock.now())
        return redirect("help_request", token=token)
    facts = {
        "store": ticket.store,
        "ticket": ticket,
        "messages_": selectors.messages(ticket_id=ticket.pk),
        "form": form,
    }
    return render(request, "storefront/request.html", facts, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _person_of(order: Order) -> dict[str, Any]:
    who = {name: getattr(order, name) for name in ("name", "phone", "email", "customer_id")}
    return who | {"order_number": order.number}


def _open(request: HttpRequest, store: Store, form: ProblemForm, person: dict[str, Any]) -> Ticket | None:
    """The request that was taken in; a refusal goes to the form."""
    typed = form.cleaned_data
    asked = support.Request(about=typed["about"], text=typed["text"], language=get_language() or "en", **person)
    try:
        return support.open_ticket(
            store=store,
            request=asked,
            key=typed["key"],
            picture=support.keep_picture(typed["photo"]) if typed["photo"] else "",
            by=shopper.actor_of(request),
            at=clock.now(),
        )
    except ShopError as refusal:
        form.add_error("photo" if "picture" in refusal.code else None, refusal.message)
    return None
