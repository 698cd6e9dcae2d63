"""Today's board, the list of orders, and an order as the shop sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission, Role
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.invoicing import selectors as invoices
from kirana.orders import selectors as orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payments
from kirana.payments import ways
from kirana.payments.ledgers import selectors as ledgers
from kirana.ui.fragments import render_parts
from kirana.ui.staff import frame, show, staff

SECTIONS = (
    (OrderState.PLACED, _("New")),
    (OrderState.ACCEPTED, _("To pick")),
    (OrderState.PICKING, _("Being picked")),
    (OrderState.PACKED, _("Packed")),
    (OrderState.OUT, _("On the way")),
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An order on the board."""

    order: Order
    count: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The orders of one state."""

    state: str
    title: str
    tickets: list[Ticket]


@staff(Permission.SEE_ORDERS)
def board(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Everything that needs someone's hands; the page asks for it again every few seconds."""
    facts = {
        "sections": _sections(place, clock.now()),
        "newest": orders.newest_placed_id(store_id=place.store_id),
        "cash_paise": _cash_with(place),
    }
    if getattr(request, "htmx", False):
        return render_parts(request, "backoffice/board.html", ["board"], frame(place) | facts)
    return show(request, place, "backoffice/board.html", facts)


@staff(Permission.SEE_ORDERS)
def orders_list(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The latest orders, by state or by a number, a name or a phone."""
    text, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    state = state if state in OrderState.values else ""
    found = orders.recent(store_id=place.store_id, state=state, text=text)
    if place.role == Role.RIDER:
        found = [order for order in found if order.rider_id == place.user_id]
    counts = orders.line_counts(order_ids=[order.pk for order in found])
    states = [choice for choice in OrderState.choices if choice[0] != OrderState.PENDING]
    facts = {"orders": found, "counts": counts, "text": text, "state": state, "states": states}
    return show(request, place, "backoffice/orders.html", facts)


@staff(Permission.SEE_ORDERS)
def order(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """One order: what, for whom, how paid, what has happened."""
    found = orders.of_store(store_id=place.store_id, number=number)
    if place.role == Role.RIDER and found.rider_id != place.user_id:
        raise NotFound()
    return show(request, place, "backoffice/order.html", order_facts(found))


def order_facts(found: Order) -> dict[str, Any]:
    """What the page of an order is drawn from."""
    buyer = invoices.buyer_of(reference=found.number)
    return {
        "order": found,
        "lines": orders.lines(order_id=found.pk),
        "history": orders.timeline(order_id=found.pk),
        "documents": invoices.documents_of(reference=found.number),
        "buyer": buyer,
        "typed_buyer": buyer,
        "refusal": "",
        "payment": payments.latest(reference=found.number),
        "method": ways.label(found.payment_method),
    }


def _cash_with(place: StaffMember) -> int | None:
    """What a rider has in the bag; None for those who stay in the shop."""
    if place.role != Role.RIDER:
        return None
    return ledgers.cash_with(store_id=place.store_id, holder_id=place.user_id)


def _sections(place: StaffMember, at: datetime) -> list[Section]:
    found = orders.board(store_id=place.store_id)
    if place.role == Role.RIDER:
        found = [order for order in found if order.rider_id == place.user_id and order.state == OrderState.OUT]
    counts = orders.line_counts(order_ids=[order.pk for order in found])
    tickets = [Ticket(order, counts[order.pk], is_late=order.slot_ends_at < at) for order in found]
    sections = SECTIONS[-1:] if place.role == Role.RIDER else SECTIONS
    return [
        Section(state, str(title), [ticket for ticket in tickets if ticket.order.state == state])
        for state, title in sections
    ]
