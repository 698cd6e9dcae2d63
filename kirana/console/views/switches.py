"""The switches: what is on, who turned it and why; and turning them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.incident_forms import SwitchForm, moment
from kirana.console.menu import Page
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops import switches
from kirana.ops.switches import Switch, SwitchPosition
from kirana.payments import gateways
from kirana.ui.staff import staff

WHAT = {
    Switch.PAUSE_ORDERING: _("Nobody can place an order; baskets stay, and every page says so."),
    Switch.PAUSE_PAYMENT: _("This way to pay is not offered and not taken."),
    Switch.READ_ONLY: _("Everything can be looked at, nothing changed, but signing in and out and this console."),
    Switch.LOCK_STAFF: _("Nobody who works here can sign in, you neither. Who is in stays in."),
    Switch.MAINTENANCE: _("Every page says that the shop is being put in order. This console stays open."),
}


@dataclass(frozen=True, slots=True)
class Lever:
    """A switch as the page shows it."""

    switch: Switch
    detail: str
    label: str
    what: str | Promise
    position: SwitchPosition | None
    form: SwitchForm

    @property
    def key(self) -> str:
        """What its form posts: `pause_payment:stripe`."""
        return f"{self.switch}:{self.detail}"


@staff(Permission.HANDLE_INCIDENTS)
def page(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every switch there is, with what it does."""
    return _page(request, place)


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def turn(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Turn one on or off."""
    lever = next((one for one in _levers() if one.key == request.POST.get("lever")), None)
    if lever is None:
        raise NotFound()
    by, at = place.as_actor(), clock.now()
    if request.POST.get("turn") == "off":
        switches.turn_off(switch=lever.switch, detail=lever.detail, by=by, at=at)
        messages.success(request, str(_("It is off.")))
        return redirect("console_switches")
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return _page(request, place, wrong=lever.key, form=form, status=422)
    why, until = form.cleaned_data["why"], moment(form.cleaned_data["minutes"], at)
    switches.turn_on(switch=lever.switch, detail=lever.detail, until=until, by=by, at=at, why=why)
    messages.success(request, str(_("It is on.")))
    return redirect("console_switches")


def _page(
    request: HttpRequest, place: StaffMember, *, wrong: str = "", form: SwitchForm | None = None, status: int = 200
) -> HttpResponse:
    facts = {"levers": _levers(wrong, form), "wrong": wrong}
    return show(request, place, "console/switches.html", facts, status=status)


def _levers(wrong: str = "", form: SwitchForm | None = None) -> list[Lever]:
    ways = [(Switch.PAUSE_PAYMENT, code) for code in _ways_to_pay()]
    every = [(Switch.PAUSE_ORDERING, ""), *ways, *((one, "") for one in Switch if one not in _LISTED)]
    return [_lever(switch, detail, wrong, form) for switch, detail in every]


_LISTED = (Switch.PAUSE_ORDERING, Switch.PAUSE_PAYMENT)


def _ways_to_pay() -> list[str]:
    paused = [row.detail for row in switches.turned_on() if row.name == Switch.PAUSE_PAYMENT]
    return sorted({gateway.code for gateway in gateways.offered()} | {code for code in paused if code in gateways.ALL})


def _lever(switch: Switch, detail: str, wrong: str, form: SwitchForm | None) -> Lever:
    label = str(switch.label)
    if detail:
        label = str(_("Pause “%(method)s”") % {"method": gateways.by_code(detail).label})
    own = f"{switch}-{detail or 'all'}"
    is_wrong = form is not None and wrong == f"{switch}:{detail}"
    filled = form if form is not None and is_wrong else SwitchForm(auto_id=f"{own}-%s")
    return Lever(switch, detail, label, WHAT[switch], switches.position(switch, detail), filled)


PAGE = Page(_("Switches"), "console_switches", Permission.HANDLE_INCIDENTS, position=71, icon="gear")
urlpatterns = [
    path("switches/", page, name="console_switches"),
    path("switches/turn/", turn, name="console_switch_turn"),
]
