"""Who changed what. The log cannot be edited; this page says whether anyone tried."""

from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.core import audit
from kirana.ui.staff import show, staff

PER_PAGE = 50


@staff(Permission.SEE_STAFF_LOG)
def log(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The newest entries first; the whole chain is checked when it is asked for."""
    text = request.GET.get("q", "").strip()[:80]
    is_checked = "check" in request.GET
    facts = {
        "page": Paginator(audit.entries(text=text), PER_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "is_checked": is_checked,
        "breaks": list(islice(audit.verify(), 20)) if is_checked else [],
    }
    return show(request, place, "backoffice/log.html", facts)
