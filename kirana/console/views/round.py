"""The maintainer's daily round: one screen that says that all is well, or what needs a person, worst first."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.checks import Verdict
from kirana.ops.guide import digest, standing
from kirana.ui.staff import staff


@staff(Permission.SEE_CONSOLE)
def daily_round(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What needs a person, worst first; otherwise what was checked, when, and when the next digest leaves."""
    at = clock.now()
    found = standing.look(at=at)
    facts = {
        "guide": found,
        "shop": found.shop,
        "good": found.shop.having(Verdict.GOOD),
        "unconnected": found.shop.having(Verdict.NOT_CONNECTED),
        "next_digest": digest.next_at(at=at),
    }
    return show(request, place, "console/round.html", facts)


PAGE = Page(_("Daily round"), "console_round", Permission.SEE_CONSOLE, position=0, icon="bell")
urlpatterns = [path("", daily_round, name="console_round")]
