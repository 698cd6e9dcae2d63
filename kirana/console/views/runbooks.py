"""The runbooks inside the console, so that they are at hand where the trouble shows."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console import runbooks
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.ui.staff import staff


@staff(Permission.SEE_CONSOLE)
def shelf(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every runbook by its title."""
    return show(request, place, "console/runbooks.html", {"runbooks": runbooks.all_runbooks()})


@staff(Permission.SEE_CONSOLE)
def runbook(request: HttpRequest, place: StaffMember, slug: str) -> HttpResponse:
    """One runbook."""
    found = runbooks.by_slug(slug)
    return show(request, place, "console/runbook.html", {"runbook": found, "text": runbooks.page(found)})


PAGE = Page(
    _("Runbooks"), "console_runbooks", Permission.SEE_CONSOLE, position=90, icon="book", within=("console_runbook",)
)
urlpatterns = [
    path("runbooks/", shelf, name="console_runbooks"),
    path("runbooks/<slug:slug>/", runbook, name="console_runbook"),
]
