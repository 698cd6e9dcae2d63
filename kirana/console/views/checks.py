"""Every check, and the page of each: its evidence, its history, and the button that asks it now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops import checks as registry
from kirana.ops import running, runs
from kirana.ops.checks import Check, Verdict
from kirana.ops.guide import standing
from kirana.ui.staff import staff

PER_PAGE = 30


@staff(Permission.SEE_CONSOLE)
def checks(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every check with its verdict and when it was asked, by area."""
    found = standing.look(at=clock.now()).shop
    wanted = request.GET.get("state", "")
    facts = {
        "shop": found,
        "wanted": wanted,
        "states": [(verdict.value, verdict.label, len(found.having(verdict))) for verdict in Verdict],
        "checks": [seen for seen in found.checks.values() if wanted in ("", seen.verdict)],
    }
    return show(request, place, "console/checks.html", facts)


@staff(Permission.SEE_CONSOLE)
def check(request: HttpRequest, place: StaffMember, key: str) -> HttpResponse:
    """One check, with every answer that is kept."""
    asked, found = _find(key), standing.look(at=clock.now())
    only_changes = "changes" in request.GET
    facts = {
        "seen": found.shop.checks[asked.key],
        "tasks": list(standing.standing_on(found, key=asked.key)),
        "page": Paginator(runs.history(key=asked.key, only_changes=only_changes), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "only_changes": only_changes,
        "can_run": place.may(Permission.RUN_CONSOLE),
    }
    return show(request, place, "console/check.html", facts)


@require_POST
@staff(Permission.RUN_CONSOLE)
def ask(request: HttpRequest, place: StaffMember, key: str) -> HttpResponse:
    """Ask the check now, and keep what it answers."""
    kept = running.run(check=_find(key), at=clock.now())
    messages.success(request, _("Asked: %(sentence)s") % {"sentence": kept.message})
    return redirect("console_check", key=key)


def _find(key: str) -> Check:
    try:
        return registry.by_key(key)
    except KeyError as unknown:
        raise NotFound() from unknown


PAGE = Page(
    gettext_lazy("Checks"),
    "console_checks",
    Permission.SEE_CONSOLE,
    position=20,
    icon="check",
    within=("console_check",),
)
urlpatterns = [
    path("checks/", checks, name="console_checks"),
    path("checks/<str:key>/", check, name="console_check"),
    path("checks/<str:key>/asking/", ask, name="console_ask"),
]
