"""What does not add up, and what to do about each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.core import clock
from kirana.flows.exceptions import find
from kirana.ui.staff import show, staff

PER_PAGE = 50


@staff(Permission.SEE_MONEY)
def exceptions(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The one list that is worked off, the oldest first."""
    found = find(at=clock.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "links": {one.reference: _address_of(one.reference) for one in page}}
    return show(request, place, "backoffice/money/exceptions.html", facts)


def _address_of(reference: str) -> str:
    """Where one sees what an exception is about."""
    kind, _colon, number = reference.partition(":")
    if kind == "khata":
        return reverse("staff_khata", kwargs={"account_id": int(number)})
    if kind == "settlement":
        return reverse("staff_settlement", kwargs={"file_id": int(number)})
    if kind == "cash":
        return reverse("staff_cash")
    return reverse("staff_order", kwargs={"number": reference}) if reference.startswith("KM-") else ""
