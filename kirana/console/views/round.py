"""The maintainer's daily round: one screen that says that all is well, or what needs a person."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops import standing
from kirana.ui.staff import staff


@staff(Permission.SEE_CONSOLE)
def daily_round(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What needs a person, worst first; otherwise what was checked, and when."""
    return show(request, place, "console/round.html", {"standing": standing.look(at=clock.now())})


PAGE = Page(_("Daily round"), "console_round", Permission.SEE_CONSOLE, position=0, icon="bell")
urlpatterns = [path("", daily_round, name="console_round")]
