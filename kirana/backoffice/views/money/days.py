"""The days: the books as they stand, closing one, and the ones that are closed."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.book_words import grouped, placed
from kirana.backoffice.money_forms import CloseForm
from kirana.core import clock
from kirana.core.errors import NotFound, ShopError
from kirana.flows import close_day as flow
from kirana.payments.ledgers import days as rows
from kirana.ui.staff import show, staff

PER_PAGE = 31


@staff(Permission.SEE_MONEY)
def days(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The books of today as they stand, and the days that are closed."""
    today = clock.shop_date(clock.now())
    return _page(request, place, CloseForm(initial={"on": today}), on=today)


@require_POST
@staff(Permission.CLOSE_DAY)
def closing(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Close a day for good."""
    form = CloseForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            day = flow.close_day(
                store_id=place.store_id, on=typed["on"], by=place.as_actor(), at=clock.now(), note=typed["note"]
            )
        except ShopError as refusal:
            form.add_error("note" if isinstance(refusal, flow.FindingsUnexplained) else "on", refusal.message)
        else:
            messages.success(request, _("The day is closed."))
            return redirect("staff_day", on=f"{day.on:%Y-%m-%d}")
    return _page(request, place, form, on=clock.shop_date(clock.now()), status=422)


@staff(Permission.SEE_MONEY)
def day(request: HttpRequest, place: StaffMember, on: str) -> HttpResponse:
    """A closed day, as it was closed."""
    found = rows.closed_day(store_id=place.store_id, on=_date(on))
    facts = {"day": found, "groups": grouped(found.figures), "places": placed(found.balances)}
    return show(request, place, "backoffice/money/day.html", facts)


def _page(request: HttpRequest, place: StaffMember, form: CloseForm, *, on: date, status: int = 200) -> HttpResponse:
    try:
        books = flow.books_of(store_id=place.store_id, on=on, at=clock.now())
    except rows.DayIsClosed:
        books = None
    facts = {
        "form": form,
        "books": books,
        "groups": grouped(books.figures) if books else [],
        "places": placed(books.balances) if books else [],
        "page": Paginator(rows.closed_days(store_id=place.store_id), PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, place, "backoffice/money/days.html", facts, status=status)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound() from error
