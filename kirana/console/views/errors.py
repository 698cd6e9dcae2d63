"""Errors that the shop has kept itself: each kind once, with its last traceback, until someone says it is mended."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.errors import groups
from kirana.ui.staff import staff

PER_PAGE = 30


@staff(Permission.SEE_CONSOLE)
def errors(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The kinds of error, the latest first."""
    is_settled = request.GET.get("state") == "settled"
    page = Paginator(groups.every(is_open=not is_settled), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, place, "console/errors.html", {"page": page, "is_settled": is_settled})


@staff(Permission.SEE_CONSOLE)
def error(request: HttpRequest, place: StaffMember, fingerprint: str) -> HttpResponse:
    """One kind of error, with the last one's traceback and the way to its lines in the logs."""
    found = groups.by_fingerprint(fingerprint=fingerprint)
    facts = {"error": found, "may_settle": place.may(Permission.RUN_CONSOLE)}
    return show(request, place, "console/error.html", facts)


@require_POST
@staff(Permission.RUN_CONSOLE)
def settle(request: HttpRequest, place: StaffMember, fingerprint: str) -> HttpResponse:
    """Say that it is mended."""
    groups.settle(fingerprint=fingerprint, by=place.as_actor(), at=clock.now())
    messages.success(request, str(_("Noted. If it comes again it is new again.")))
    return redirect("console_errors")


PAGE = Page(_("Errors"), "console_errors", Permission.SEE_CONSOLE, position=60, icon="alert", within=("console_error",))
urlpatterns = [
    path("errors/", errors, name="console_errors"),
    path("errors/<slug:fingerprint>/", error, name="console_error"),
    path("errors/<slug:fingerprint>/settled/", settle, name="console_error_settle"),
]
