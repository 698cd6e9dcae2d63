"""Cash: what is in the till and with each rider, handed in, counted, paid out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.money_forms import HandInForm, TillForm
from kirana.core import clock
from kirana.core.errors import NotFound, ShopError
from kirana.payments.ledgers import cash as verbs
from kirana.payments.ledgers import selectors
from kirana.payments.ledgers.models import CountedAt
from kirana.ui.staff import show, staff

PER_PAGE = 50
DIFFERENCES = 10


@staff(Permission.SEE_MONEY)
def cash(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Who has how much, and the last movements."""
    return _page(request, place, {})


@require_POST
@staff(Permission.TAKE_MONEY)
def hand_in(request: HttpRequest, place: StaffMember, holder_id: int) -> HttpResponse:
    """Take in what a rider brings. A difference without a reason is refused, and the form keeps what was typed."""
    if not any(box.holder_id == holder_id for box in selectors.cash_boxes(store_id=place.store_id)):
        raise NotFound()
    form = HandInForm(request.POST, prefix=f"from-{holder_id}")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            verbs.hand_in(
                store_id=place.store_id,
                holder_id=holder_id,
                counted_paise=typed["counted"],
                key=f"handin-{holder_id}-{typed['key']}",
                by=place.as_actor(),
                at=clock.now(),
                why=typed["why"],
            )
        except ShopError as refusal:
            form.add_error("why", refusal.message)
        else:
            messages.success(request, _("It is in the till."))
            return redirect("staff_cash")
    return _page(request, place, {holder_id: form}, status=422)


@require_POST
@staff(Permission.TAKE_MONEY)
def till(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Count the till, pay out of it, put into it."""
    form = TillForm(request.POST)
    if form.is_valid():
        try:
            _move(place, form.cleaned_data)
        except ShopError as refusal:
            form.add_error("amount" if isinstance(refusal, verbs.NotEnoughCash) else "why", refusal.message)
        else:
            messages.success(request, _("Written."))
            return redirect("staff_cash")
    return _page(request, place, {"till": form}, status=422)


def _move(place: StaffMember, typed: dict[str, Any]) -> None:
    verb, amount, why = typed["verb"], typed["amount"], typed["why"]
    facts: dict[str, Any] = {
        "store_id": place.store_id,
        "key": f"till-{typed['key']}",
        "by": place.as_actor(),
        "at": clock.now(),
    }
    if verb in CountedAt.values:
        verbs.count_till(counted_paise=amount, moment=CountedAt(verb), why=why, **facts)
    elif verb == "paid_out":
        verbs.pay_out(amount_paise=amount, why=why, **facts)
    else:
        verbs.put_in(amount_paise=amount, why=why, **facts)


def _page(request: HttpRequest, place: StaffMember, bound: dict[Any, Any], *, status: int = 200) -> HttpResponse:
    boxes = selectors.cash_boxes(store_id=place.store_id)
    bags = [
        (box, bound.get(box.holder_id) or HandInForm(prefix=f"from-{box.holder_id}")) for box in boxes if box.holder_id
    ]
    facts = {
        "till_paise": next((box.balance_paise for box in boxes if box.holder_id is None), 0),
        "bags": bags,
        "till_form": bound.get("till") or TillForm(),
        "differences": selectors.cash_differences(store_id=place.store_id)[:DIFFERENCES],
        "page": Paginator(selectors.cash_entries(store_id=place.store_id), PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, place, "backoffice/money/cash.html", facts, status=status)
