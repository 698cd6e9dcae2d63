"""Invoices, the rates they are made with, and what the tax office wants of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission, Role
from kirana.backoffice.tax_forms import RateForm, TaxForm
from kirana.backoffice.views.board import order_facts
from kirana.core import clock
from kirana.core.errors import NotFound, ShopError
from kirana.invoicing import gstr1, selectors
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document, DocumentKind
from kirana.invoicing.period import Month
from kirana.orders import selectors as orders
from kirana.orders.models import Order
from kirana.ui.documents import page_of, pdf_of
from kirana.ui.staff import show, staff

PER_PAGE = 50


@staff(Permission.SEE_INVOICES)
def invoices(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The documents of a month: all, of a kind, or with a text in them."""
    month, text, kind = _month(request), request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    kind = kind if kind in DocumentKind.values else ""
    period = selectors.in_period(store_id=place.store_id, first=month.first, last=month.last)
    found = selectors.searched(period, kind=kind, text=text)
    facts = {
        "month": month,
        "text": text,
        "kind": kind,
        "kinds": DocumentKind.choices,
        "sums": selectors.sums(period),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, place, "backoffice/invoices.html", facts)


@staff(Permission.SEE_INVOICES)
def returns(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What goods of each HSN came to in a month, and the month's GSTR-1."""
    month = _month(request)
    supplies = gstr1.supplies(store=place.store, first=month.first, last=month.last)
    facts = {"month": month, "rows": gstr1.hsn_sums(supplies), "sections": gstr1.counts(supplies)}
    return show(request, place, "backoffice/returns.html", facts)


@staff(Permission.SEE_INVOICES)
def gstr1_file(request: HttpRequest, place: StaffMember, kind: str) -> HttpResponse:
    """The month's GSTR-1 as the portal reads it, or every line of it as a table."""
    month, store = _month(request), place.store
    if kind == "json":
        told = gstr1.as_return(store=store, first=month.first, last=month.last)
        answer = HttpResponse(gstr1.as_json(told), content_type="application/json")
    elif kind == "csv":
        table = gstr1.as_csv(store=store, first=month.first, last=month.last)
        answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="GSTR1-{month}.{kind}"'
    return answer


@staff(Permission.SEE_INVOICES)
def gst_rates(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The rates, those the shop added among them, and the products that have none."""
    return _rates_page(request, place, {})


@require_POST
@staff(Permission.EDIT_CATALOGUE)
def added_rates(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Add a rate."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            invoicing.add_rate(draft=form.draft(), by=place.as_actor(), at=clock.now())
        except ShopError as refusal:
            form.add_error("effective_from", refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff_gst_rates")
    return _rates_page(request, place, {"rate_form": form}, status=422)


@require_POST
@staff(Permission.SET_DELIVERY)
def tax_terms(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Write the shop's GSTIN and scheme."""
    form = TaxForm(request.POST)
    if form.is_valid():
        try:
            invoicing.set_tax_terms(store=place.store, by=place.as_actor(), at=clock.now(), **form.cleaned_data)
        except ShopError as refusal:
            form.add_error("gstin", refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff_gst_rates")
    return _rates_page(request, place, {"tax_form": form}, status=422)


@require_POST
@staff(Permission.ACCEPT_ORDERS)
def buyer(request: HttpRequest, place: StaffMember, number: str) -> HttpResponse:
    """Write the business an order is for, before it leaves. A refusal keeps what was typed."""
    found = orders.of_store(store_id=place.store_id, number=number)
    typed = {name: request.POST.get(name, "")[:160] for name in ("gstin", "name")}
    try:
        invoicing.name_buyer(reference=found.number, by=place.as_actor(), at=clock.now(), **typed)
    except invoicing.NotAGstin as refusal:
        facts = order_facts(found) | {"typed_buyer": typed, "refusal": refusal.message}
        return show(request, place, "backoffice/order.html", facts, status=refusal.status)
    return redirect("staff_order", number=number)


@staff(Permission.SEE_ORDERS)
def document(request: HttpRequest, place: StaffMember, number: str, document: str) -> HttpResponse:
    """An order's invoice or credit note, to be looked at and printed."""
    return page_of(_document(place, number, document), pdf_name="staff_document_pdf", number=number)


@staff(Permission.SEE_ORDERS)
def document_pdf(request: HttpRequest, place: StaffMember, number: str, document: str) -> HttpResponse:
    """The same as a PDF."""
    return pdf_of(_document(place, number, document))


def _document(place: StaffMember, number: str, document: str) -> Document:
    """A document of an order; a rider opens those of the orders they carry."""
    found: Order = orders.of_store(store_id=place.store_id, number=number)
    if place.role == Role.RIDER and found.rider_id != place.user_id:
        raise NotFound()
    return selectors.of_order(reference=found.number, number=document)


def _rates_page(request: HttpRequest, place: StaffMember, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    text, today = request.GET.get("q", "").strip()[:60], clock.shop_date(clock.now())
    rows = selectors.rates_on(today, text=text)
    facts = {
        "text": text,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "missing": selectors.without_rate(store_id=place.store_id, on=today),
        "rate_form": RateForm(),
        "tax_form": TaxForm(initial={"gstin": place.store.gstin, "is_composition": place.store.is_composition}),
        "scheme": place.store.tax_scheme,
    }
    return show(request, place, "backoffice/gst_rates.html", facts | more, status=status)


def _month(request: HttpRequest) -> Month:
    return Month.read(request.GET.get("month", ""), otherwise=clock.shop_date(clock.now()))
