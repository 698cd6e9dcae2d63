"""An order's way through the shop: accept, pick and weigh, pack, hand over, deliver."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts import selectors as accounts
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission, Role
from kirana.backoffice.weights import parse_weight
from kirana.core import clock
from kirana.core.errors import NotFound, ShopError
from kirana.core.money import parse_rupees
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import accept_order, bring_back_order, deliver_order, hand_over_order, pack_order
from kirana.invoicing.services import NotAcrossStates, RatesUnknown
from kirana.orders import selectors as orders
from kirana.orders import services as order_verbs
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments import selectors as payments
from kirana.payments import ways
from kirana.ui.fragments import render_parts
from kirana.ui.staff import frame, show, staff

UPI = "upi_on_delivery"


@dataclass(frozen=True, slots=True)
class Walk:
    """The lines of an order in the order of a walk through the shop."""

    aisles: list[tuple[str, list[OrderLine]]]
    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether every line has been seen to."""
        return self.done == self.total


@require_POST
@staff(Permission.ACCEPT_ORDERS)
def acceptance(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Take the order on."""
    accept_order(order=_order(place, number), by=place.as_actor(), at=clock.now())
    return redirect("staff_board")


@require_POST
@staff(Permission.CANCEL_ORDERS)
def cancellation(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Call the order off; the shopper is told why."""
    why = request.POST.get("why", "").strip()[:200] or _("the shop could not deliver it")
    cancel_order(order=_order(place, number), by=place.as_actor(), at=clock.now(), why=why)
    return redirect("staff_order", number=number)


@staff(Permission.PICK_ORDERS)
def picking(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """The walk through the shop. A POST begins it."""
    found = _order(place, number)
    if request.method == "POST":
        order_verbs.start_picking(order=found, by=place.as_actor(), at=clock.now())
        return redirect("staff_picking", number=number)
    return show(request, place, "backoffice/picking.html", {"order": found, "walk": _walk(found)})


@require_POST
@staff(Permission.PICK_ORDERS)
def line(request: HttpRequest, place: StaffMember, number: str, line_id: int) -> HttpResponse:
    """What came off the shelf for a line, or off the scale; `undo` takes it back. A refusal keeps what was typed."""
    found = _order(place, number)
    try:
        _pick(request, found, line_id)
    except NotFound:
        raise
    except ShopError as refusal:
        refused = {"refused_line": line_id, "refusal": refusal.message, "typed": request.POST.get("weight", "")}
        return _picking_again(request, place, number, refused, status=refusal.status)
    return _picking_again(request, place, number, {})


@require_POST
@staff(Permission.PICK_ORDERS)
def packing(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Close the bags."""
    pack_order(order=_order(place, number), by=place.as_actor(), at=clock.now())
    return redirect("staff_handover", number=number)


@staff(Permission.HAND_OVER_ORDERS)
def handover(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Choose who brings it. An order that may not leave the shop says why."""
    found, riders = _order(place, number), list(accounts.riders(store_id=place.store_id))
    facts = {"order": found, "riders": riders}
    if request.method != "POST":
        return show(request, place, "backoffice/handover.html", facts)
    chosen = request.POST.get("rider", "")
    rider = next((one.user for one in riders if str(one.user_id) == chosen), None)
    if rider is None:
        return show(request, place, "backoffice/handover.html", facts | {"is_missing": True}, status=422)
    try:
        hand_over_order(order=found, rider=rider, by=place.as_actor(), at=clock.now())
    except (RatesUnknown, NotAcrossStates) as refusal:
        told = facts | {"chosen": chosen, "refusal": refusal.message}
        return show(request, place, "backoffice/handover.html", told, status=refusal.status)
    return redirect("staff_board")


@require_POST
@staff(Permission.DELIVER_ORDERS)
def back(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Nobody took the bags."""
    why = request.POST.get("why", "").strip()[:200] or _("nobody at home")
    bring_back_order(order=_riding(place, number), by=place.as_actor(), at=clock.now(), why=why)
    return redirect("staff_board")


@staff(Permission.DELIVER_ORDERS)
def delivery(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """At the door: give the bags, take the money. A wrong amount is refused, and the form keeps it."""
    found = _riding(place, number)
    is_paid_here = ways.is_paid_at_the_door(found.payment_method)
    due_paise = payments.due_at_the_door_paise(reference=number) if is_paid_here else 0
    facts = {
        "order": found,
        "is_upi": found.payment_method == UPI,
        "is_paid_here": is_paid_here,
        "due_paise": due_paise,
    }
    if request.method != "POST":
        return show(request, place, "backoffice/delivery.html", facts)
    typed = {"taken": request.POST.get("taken", ""), "utr": request.POST.get("utr", "").strip()[:30]}
    try:
        taken = parse_rupees(typed["taken"]) if is_paid_here else 0
        deliver_order(order=found, taken_paise=taken, utr=typed["utr"], by=place.as_actor(), at=clock.now())
    except ShopError as refusal:
        return show(
            request,
            place,
            "backoffice/delivery.html",
            facts | typed | {"refusal": refusal.message},
            status=refusal.status,
        )
    messages.success(request, _("%(number)s is delivered.") % {"number": number})
    return redirect("staff_board")


def _pick(request: HttpRequest, found: Order, line_id: int) -> None:
    chosen = next((one for one in orders.lines(order_id=found.pk) if one.pk == line_id), None)
    if chosen is None:
        raise NotFound()
    match request.POST.get("take", ""):
        case "undo":
            order_verbs.unpick(order=found, line_id=line_id)
        case "none":
            why = request.POST.get("why", "").strip()[:160] or _("not on the shelf")
            order_verbs.pick(order=found, line_id=line_id, quantity=0, why=why)
        case "all":
            order_verbs.pick(order=found, line_id=line_id, quantity=chosen.quantity)
        case _:
            weighed = parse_weight(request.POST.get("weight", ""), unit=chosen.base_unit)
            order_verbs.pick(order=found, line_id=line_id, quantity=weighed)


def _picking_again(
    request: HttpRequest, place: StaffMember, number: str, more: dict[str, object], *, status: int = 200
) -> HttpResponse:
    found = _order(place, number)
    facts = {"order": found, "walk": _walk(found)} | more
    if getattr(request, "htmx", False):
        return render_parts(request, "backoffice/picking.html", ["walk"], frame(place) | facts)
    if more:
        return show(request, place, "backoffice/picking.html", facts, status=status)
    return redirect("staff_picking", number=number)


def _walk(found: Order) -> Walk:
    lines = orders.lines_by_aisle(order_id=found.pk)
    aisles = [(aisle, list(group)) for aisle, group in groupby(lines, key=lambda one: one.aisle)]
    return Walk(aisles=aisles, done=sum(one.is_picked for one in lines), total=len(lines))


def _order(place: StaffMember, number: str) -> Order:
    return orders.of_store(store_id=place.store_id, number=number)


def _riding(place: StaffMember, number: str) -> Order:
    """An order that is out: a rider sees their own, the owner every one."""
    found = _order(place, number)
    if place.role == Role.RIDER and (found.rider_id != place.user_id or found.state != OrderState.OUT):
        raise NotFound()
    return found
