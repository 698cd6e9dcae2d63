"""Who tries doors, and the list of addresses that are shut out: blocking one, and letting it in again."""

from datetime import timedelta

from django import forms
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
from kirana.core.errors import ShopError
from kirana.ops.access import blocks, review
from kirana.ops.access.address import address_of
from kirana.ui.forms import AccessibleForm
from kirana.ui.staff import staff

PER_PAGE = 40
BACK = timedelta(days=30)


class BlockForm(AccessibleForm):
    """Who is shut out, for how long, and why."""

    network = forms.CharField(label=_("Address"), max_length=43)
    hours = forms.ChoiceField(
        label=_("For how long"), choices=[("24", _("A day")), ("168", _("A week")), ("720", _("30 days"))]
    )
    why = forms.CharField(label=_("Why"), max_length=blocks.WHY_LENGTH)


@staff(Permission.SEE_CONSOLE)
def page(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What the review found in 30 days, and who is blocked."""
    typed = {"network": request.GET.get("address", ""), "hours": "24"}
    return _page(request, place, BlockForm(initial=typed))


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def block(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Shut the door to an address."""
    form, at = BlockForm(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, place, form, status=422)
    asked = form.cleaned_data
    until, by, own = at + timedelta(hours=int(asked["hours"])), place.as_actor(), address_of(request)
    try:
        blocks.block(network=asked["network"], until=until, own=own, by=by, at=at, why=asked["why"])
    except ShopError as refused:
        form.add_error("network", refused.message)
        return _page(request, place, form, status=refused.status)
    messages.success(request, str(_("The address is shut out.")))
    return redirect("console_access")


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def lift(request: HttpRequest, place: StaffMember, block_id: int) -> HttpResponse:
    """Open the door again."""
    blocks.lift(block_id=block_id, by=place.as_actor(), at=clock.now())
    messages.success(request, str(_("The address may visit again.")))
    return redirect("console_access")


def _page(request: HttpRequest, place: StaffMember, form: BlockForm, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    found = review.findings(since=at - BACK)
    facts = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": dict(review.Kind.choices),
        "blocks": list(blocks.in_force(at=at)[: blocks.MOST]),
        "form": form,
        "may_block": place.may(Permission.HANDLE_INCIDENTS),
    }
    return show(request, place, "console/access.html", facts, status=status)


PAGE = Page(_("Visitors"), "console_access", Permission.SEE_CONSOLE, position=62, icon="user")
urlpatterns = [
    path("access/", page, name="console_access"),
    path("access/blocks/", block, name="console_access_block"),
    path("access/blocks/<int:block_id>/end/", lift, name="console_access_lift"),
]
