"""Customers' requests for the shop: who waits, a request with its talk, and what can be done about it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.support_forms import AnswerForm, GoodwillForm
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.support import selectors
from kirana.support import services as support
from kirana.support.models import Ticket
from kirana.support.states import TICKETS
from kirana.ui.staff import show, staff

PER_PAGE = 40
WRITTEN = {"answer": support.answer, "settlement": support.resolve}


@staff(Permission.ACCEPT_ORDERS)
def requests(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Who waits, the longest first."""
    only, at = request.GET.get("show", ""), clock.now()
    found = selectors.tickets(store_id=place.store_id, only=only, at=at)
    facts = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "shown": only,
        "counts": selectors.counts(store_id=place.store_id, at=at),
        "now": at,
    }
    return show(request, place, "backoffice/support/requests.html", facts)


@staff(Permission.ACCEPT_ORDERS)
def ticket(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """A request with everything that was written."""
    return _page(request, place, selectors.of_store(store_id=place.store_id, number=number), {})


@require_POST
@staff(Permission.ACCEPT_ORDERS)
def decide(request: HttpRequest, place: StaffMember, number: str, verb: str) -> HttpResponse:
    """Answer it, settle it with a word, or open it again. A refusal keeps what was typed."""
    found = selectors.of_store(store_id=place.store_id, number=number)
    if verb == "reopening":
        support.reopen(ticket=found, by=place.as_actor(), at=clock.now())
        return redirect("staff_request", number=number)
    if verb not in WRITTEN:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            WRITTEN[verb](ticket=found, text=form.cleaned_data["text"], by=place.as_actor(), at=clock.now())
        except ShopError as refusal:
            form.add_error("text", refusal.message)
        else:
            messages.success(request, _("Written."))
            return redirect("staff_request", number=number)
    return _page(request, place, found, {"answer": form}, status=422)


@require_POST
@staff(Permission.REFUND)
def credit(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Give store credit to make good."""
    found = selectors.of_store(store_id=place.store_id, number=number)
    form = GoodwillForm(request.POST, prefix="credit")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            support.give_credit(
                ticket=found, amount_paise=typed["amount"], key=typed["key"], by=place.as_actor(), at=clock.now()
            )
        except ShopError as refusal:
            form.add_error("amount", refusal.message)
        else:
            messages.success(request, _("Given."))
            return redirect("staff_request", number=number)
    return _page(request, place, found, {"credit": form}, status=422)


def _page(
    request: HttpRequest, place: StaffMember, found: Ticket, bound: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    facts = {
        "ticket": found,
        "talk": selectors.messages(ticket_id=found.pk),
        "moves": {move.name for move in TICKETS.moves_from(found.state)},
        "answer": bound.get("answer") or AnswerForm(),
        "credit": bound.get("credit") or GoodwillForm(prefix="credit"),
        "now": clock.now(),
    }
    return show(request, place, "backoffice/support/request.html", facts, status=status)
