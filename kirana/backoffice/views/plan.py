"""The plan: what customers ask for, counted; what the shop makes of it; what comes first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.plan_forms import PlanItemForm, WeighForm
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.support import asks, planning
from kirana.support.models import PlanItem
from kirana.support.states import PLANS
from kirana.ui.staff import show, staff

PER_PAGE = 30


@staff(Permission.SEE_INSIGHT)
def plan(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What is asked for, and the list in its order."""
    return _page(request, place, PlanItemForm())


@require_POST
@staff(Permission.RUN_CONSOLE)
def written_down(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Put something on the list."""
    form = PlanItemForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    planning.write_down(store=place.store, by=place.as_actor(), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Written."))
    return redirect("staff_plan")


@require_POST
@staff(Permission.RUN_CONSOLE)
def weighed(request: HttpRequest, place: StaffMember, pk: int) -> HttpResponse:
    """How many it helps and how much work it is, chosen from prepared answers."""
    item, form = planning.item(store_id=place.store_id, pk=pk), WeighForm(request.POST)
    if form.is_valid():
        planning.weigh(item=item, by=place.as_actor(), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Choose one of the answers."))
    return redirect("staff_plan")


@require_POST
@staff(Permission.RUN_CONSOLE)
def decided(request: HttpRequest, place: StaffMember, pk: int, move: str) -> HttpResponse:
    """Plan it, begin it, finish it, or not now."""
    if move not in {one.name for one in PLANS.moves}:
        raise NotFound()
    item = planning.item(store_id=place.store_id, pk=pk)
    planning.decide(item=item, move=move, by=place.as_actor(), at=clock.now())
    return redirect("staff_plan")


@require_POST
@staff(Permission.RUN_CONSOLE)
def reviewed(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A person has looked at what people ask for."""
    planning.review(store=place.store, by=place.as_actor(), at=clock.now())
    messages.success(request, _("Noted. You are asked again in a month."))
    return redirect("staff_plan")


def _page(request: HttpRequest, place: StaffMember, form: PlanItemForm, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    page = Paginator(planning.items(store_id=place.store_id), PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "asks": asks.counted(store_id=place.store_id, since=at - planning.LOOKS_BACK),
        "page": page,
        "rows": [(one, _weigh_form(one), PLANS.moves_from(one.state)) for one in page],
        "finished": list(planning.items(store_id=place.store_id, finished=True)[:PER_PAGE]),
        "last": planning.last_review(store_id=place.store_id),
        "form": form,
    }
    return show(request, place, "backoffice/plan.html", facts, status=status)


def _weigh_form(item: PlanItem) -> WeighForm:
    return WeighForm(initial={"reach": item.reach or 2, "effort": item.effort or 2}, auto_id=f"id_{item.pk}_%s")
