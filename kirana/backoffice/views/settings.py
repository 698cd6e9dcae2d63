"""Where the shop delivers, when, and on what terms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.forms import WEEKDAYS, PincodeForm, TermsForm, WindowForm
from kirana.core import clock
from kirana.delivery import selectors, services
from kirana.stores import services as stores
from kirana.ui.staff import show, staff

BP_IN_PERCENT = 100


@staff(Permission.SET_DELIVERY)
def delivery_page(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Pincodes, windows, the coming slots, the terms."""
    return _page(request, place, {})


@require_POST
@staff(Permission.SET_DELIVERY)
def pincodes(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Begin or stop to deliver to a pincode."""
    by, at = place.as_actor(), clock.now()
    if "stop" in request.POST:
        services.stop_serving(store=place.store, pincode=request.POST["stop"][:6], by=by, at=at)
        return redirect("staff_delivery_settings")
    form = PincodeForm(request.POST)
    if not form.is_valid():
        return _page(request, place, {"pincode_form": form}, status=422)
    services.serve(store=place.store, by=by, at=at, **form.cleaned_data)
    return redirect("staff_delivery_settings")


@require_POST
@staff(Permission.SET_DELIVERY)
def windows(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Deliver at a time of the week, or no longer."""
    by, at = place.as_actor(), clock.now()
    if "close" in request.POST:
        window = selectors.window(store_id=place.store_id, window_id=_number(request.POST["close"]))
        services.close_window(window=window, by=by, at=at)
        return redirect("staff_delivery_settings")
    form = WindowForm(request.POST)
    if form.is_valid():
        try:
            services.set_windows(store=place.store, by=by, at=at, **form.terms())
        except services.SlotHasOrders as refusal:
            form.add_error("capacity", refusal.message)
        else:
            return redirect("staff_delivery_settings")
    return _page(request, place, {"window_form": form}, status=422)


@require_POST
@staff(Permission.SET_DELIVERY)
def terms(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What the shop asks beside the price of the goods."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _page(request, place, {"terms_form": form}, status=422)
    typed = form.cleaned_data
    stores.set_terms(
        store=place.store,
        by=place.as_actor(),
        at=clock.now(),
        is_taking_orders=typed["is_taking_orders"],
        minimum_order_paise=typed["minimum_order"],
        delivery_fee_paise=typed["delivery_fee"],
        free_delivery_from_paise=typed["free_from"],
        weighing_tolerance_bp=typed["tolerance"] * BP_IN_PERCENT,
    )
    messages.success(request, _("Kept."))
    return redirect("staff_delivery_settings")


def _page(request: HttpRequest, place: StaffMember, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    store = place.store
    initial = {
        "is_taking_orders": store.is_taking_orders,
        "minimum_order": store.minimum_order_paise,
        "delivery_fee": store.delivery_fee_paise,
        "free_from": store.free_delivery_from_paise,
        "tolerance": store.weighing_tolerance_bp // BP_IN_PERCENT,
    }
    week = selectors.windows(store_id=store.pk)
    facts = {
        "areas": selectors.areas(store_id=store.pk),
        "week": [(name, [one for one in week if one.weekday == day]) for day, name in enumerate(WEEKDAYS)],
        "slots": selectors.open_slots(store_id=store.pk, at=clock.now(), limit=40),
        "pincode_form": PincodeForm(),
        "window_form": WindowForm(),
        "terms_form": TermsForm(initial=initial),
    }
    return show(request, place, "backoffice/delivery_settings.html", facts | more, status=status)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
