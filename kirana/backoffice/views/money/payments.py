"""Payments, refunds and gateways' messages, as the shop sees them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.refund_forms import RefundForm
from kirana.core import clock
from kirana.core.errors import NotFound, ShopError
from kirana.core.money import format_rupees
from kirana.flows.refund_order import mend_refund, refund_order, where_it_goes
from kirana.flows.webhooks import tasks
from kirana.orders import selectors as orders
from kirana.orders.models import Order
from kirana.payments import selectors as payment_rows
from kirana.payments import ways
from kirana.payments.models import Payment
from kirana.payments.services import inbox
from kirana.payments.states import EventState, PaymentState
from kirana.ui.staff import show, staff

PER_PAGE = 50
LOOK, SURE, CHANGE = "look", "sure", "change"  # the steps of giving money back


@staff(Permission.SEE_MONEY)
def payments(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What came in and what is to come, the newest first."""
    text, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    state = state if state in PaymentState.values else ""
    found = payment_rows.search(text=text, state=state).filter(reference__in=orders.numbers(store_id=place.store_id))
    facts = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "state": state,
        "states": PaymentState.choices,
        "methods": ways.ALL,
    }
    return show(request, place, "backoffice/money/payments.html", facts)


@staff(Permission.SEE_MONEY)
def payment(request: HttpRequest, place: StaffMember, payment_id: int) -> HttpResponse:
    """One payment: what has happened to it, and what went back."""
    return _payment_page(request, place, _payment(place, payment_id))


def _payment_page(
    request: HttpRequest,
    place: StaffMember,
    found: Payment,
    *,
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused`: which refund could not be mended, why, and what was typed."""
    facts = {
        "payment": found,
        "method": ways.ALL.get(found.gateway),
        "history": found.history.all(),
        "refunds": found.refunds.order_by("pk"),
        "order": orders.of_store(store_id=place.store_id, number=found.reference),
        "refused": refused or {},
    }
    return show(request, place, "backoffice/money/payment.html", facts, status=status)


@staff(Permission.REFUND)
def refund(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Give money of an order back: an amount, or line by line. It is shown once more before it leaves."""
    order = orders.of_store(store_id=place.store_id, number=number)
    lines = orders.lines(order_id=order.pk)
    form = RefundForm(request.POST or None, lines=lines)
    step = request.POST.get("step", LOOK) if request.method == "POST" and form.is_valid() else CHANGE
    if step == SURE and _refunded(request, place, order, form):
        return redirect("staff_refund", number=number)
    parts = _where_it_goes(order, form) if step == LOOK else []
    mine = payment_rows.of_reference(reference=number)
    facts = {
        "order": order,
        "form": form,
        "lines": [(line, form[form.name_of(line)]) for line in lines],
        "payments": mine,
        "methods": ways.ALL,
        "refunds": payment_rows.refunds_of(reference=number),
        "left_paise": sum(payment_rows.left_to_give_paise(payment=one) for one in mine),
        "parts": parts,
    }
    return show(request, place, "backoffice/money/refund.html", facts, status=422 if form.errors else 200)


def _where_it_goes(order: Order, form: RefundForm) -> list[tuple[Payment, int]]:
    """What leaves which payment, to be looked at before it does; none when it cannot, and the form says why."""
    try:
        return where_it_goes(order=order, amount_paise=form.amount_paise)
    except ShopError as refusal:
        form.add_error(None, refusal.message)
        return []


def _refunded(request: HttpRequest, place: StaffMember, order: Order, form: RefundForm) -> bool:
    """Whether it was done; a refusal stands in the form."""
    try:
        refund_order(
            order=order,
            amount_paise=form.amount_paise,
            key=form.cleaned_data["key"],
            why=form.cleaned_data["why"],
            shares=form.shares,
            by=place.as_actor(),
            at=clock.now(),
        )
    except ShopError as refusal:
        form.add_error(None, refusal.message)
        return False
    amount = format_rupees(form.amount_paise, get_language() or "en")
    messages.success(request, _("%(amount)s goes back to the customer.") % {"amount": amount})
    return True


@require_POST
@staff(Permission.REFUND)
def refund_verb(request: HttpRequest, place: StaffMember, refund_id: int, verb: str) -> HttpResponse:
    """A refund that did not arrive: ask again, give it out of the till, or write down how else it was given."""
    if verb not in ("retry", "in_cash", "by_hand"):
        raise NotFound()
    found = payment_rows.refund_by_id(refund_id=refund_id)
    paid = _payment(place, found.payment_id)
    why = request.POST.get("why", "").strip()[:200]
    try:
        mend_refund(refund=found, verb=verb, by=place.as_actor(), at=clock.now(), why=why or _("given at the counter"))
    except ShopError as refusal:
        refused = {"refund_id": found.pk, "sentence": refusal.message, "why": why}
        return _payment_page(request, place, paid, refused=refused, status=refusal.status)
    return redirect("staff_payment", payment_id=found.payment_id)


@staff(Permission.SEE_MONEY)
def webhooks(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What gateways told us, the newest first, and what came of it."""
    state = request.GET.get("state", "")
    state = state if state in EventState.values else ""
    facts: dict[str, Any] = {
        "page": Paginator(payment_rows.events(state=state), PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": EventState.choices,
        "methods": ways.ALL,
    }
    return show(request, place, "backoffice/money/webhooks.html", facts)


@require_POST
@staff(Permission.TAKE_MONEY)
def replay(request: HttpRequest, place: StaffMember, event_id: int) -> HttpResponse:
    """Have a message read once more."""
    event = payment_rows.event(event_id=event_id)
    about = payment_rows.payment_of_event(event=event)
    if about is not None:
        _payment(place, about.pk)
    inbox.replay(event=event, read=tasks.read_webhook, by=place.as_actor(), at=clock.now())
    messages.success(request, _("It is being read again."))
    return redirect("staff_webhooks")


def _payment(place: StaffMember, payment_id: int) -> Payment:
    """A payment for an order of this shop; `NotFound` otherwise."""
    found = payment_rows.by_id(payment_id=payment_id)
    orders.of_store(store_id=place.store_id, number=found.reference)
    return found
