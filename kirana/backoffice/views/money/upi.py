"""UPI to the shop's own address: what is waited for, confirmed against the UTR, and what is to be sent back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.money_forms import UtrForm
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.flows import confirm_transfer
from kirana.orders import selectors as orders
from kirana.payments import transfers
from kirana.ui.staff import show, staff

PER_PAGE = 30
GIVEN_UP = 20


@staff(Permission.SEE_MONEY)
def upi(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Payments that are waited for, refunds to send, and orders given up for which money may still come."""
    return _page(request, place, {})


@require_POST
@staff(Permission.TAKE_MONEY)
def received(request: HttpRequest, place: StaffMember, payment_id: int) -> HttpResponse:
    """The money is on the shop's account. A UTR that is wrong or used comes back as it was typed."""
    _of_this_shop(place, transfers.by_id(payment_id=payment_id).reference)
    prefix = f"payment-{payment_id}"
    form = UtrForm(request.POST, prefix=prefix)
    if form.is_valid():
        facts = {"utr": form.cleaned_data["utr"], "by": place.as_actor(), "at": clock.now()}
        try:
            confirm_transfer.received(payment_id=payment_id, **facts)
        except ShopError as refusal:
            form.add_error("utr", refusal.message)
        else:
            messages.success(request, _("The payment is confirmed."))
            return redirect("staff_upi")
    return _page(request, place, {prefix: form}, status=422)


@require_POST
@staff(Permission.TAKE_MONEY)
def missed(request: HttpRequest, place: StaffMember, payment_id: int) -> HttpResponse:
    """It has not come and is not waited for any longer."""
    _of_this_shop(place, transfers.by_id(payment_id=payment_id).reference)
    why = _("The UPI payment did not arrive.")
    confirm_transfer.not_received(payment_id=payment_id, by=place.as_actor(), at=clock.now(), why=why)
    messages.success(request, _("The order was given up. If the money comes all the same, confirm it below."))
    return redirect("staff_upi")


@require_POST
@staff(Permission.REFUND)
def sent(request: HttpRequest, place: StaffMember, refund_id: int) -> HttpResponse:
    """A refund was sent from the shop's UPI app."""
    _of_this_shop(place, transfers.refund_by_id(refund_id=refund_id).payment.reference)
    prefix = f"refund-{refund_id}"
    form = UtrForm(request.POST, prefix=prefix)
    if form.is_valid():
        facts = {"utr": form.cleaned_data["utr"], "by": place.as_actor(), "at": clock.now()}
        try:
            confirm_transfer.sent_back(refund_id=refund_id, **facts)
        except ShopError as refusal:
            form.add_error("utr", refusal.message)
        else:
            messages.success(request, _("Written down: the money is on its way back."))
            return redirect("staff_upi")
    return _page(request, place, {prefix: form}, status=422)


def _page(request: HttpRequest, place: StaffMember, bound: dict[str, UtrForm], *, status: int = 200) -> HttpResponse:
    mine = orders.numbers(store_id=place.store_id)
    page = Paginator(transfers.waiting(references=mine), PER_PAGE).get_page(request.GET.get("page"))
    given_up = transfers.given_up(references=mine, at=clock.now())[:GIVEN_UP]
    facts = {
        "page": page,
        "waiting": [(one, _form(bound, f"payment-{one.pk}")) for one in page],
        "given_up": [(one, _form(bound, f"payment-{one.pk}")) for one in given_up],
        "refunds": [(one, _form(bound, f"refund-{one.pk}")) for one in transfers.to_send(references=mine)[:PER_PAGE]],
        "bound": list(bound.values()),
    }
    return show(request, place, "backoffice/money/upi.html", facts, status=status)


def _of_this_shop(place: StaffMember, reference: str) -> None:
    """Raises `NotFound` for what belongs to an order of another shop."""
    orders.of_store(store_id=place.store_id, number=reference)


def _form(bound: dict[str, UtrForm], prefix: str) -> UtrForm:
    return bound.get(prefix) or UtrForm(prefix=prefix)
