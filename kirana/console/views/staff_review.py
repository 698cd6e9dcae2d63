"""The staff review: who may do what, when they were last here, how their sign-in is guarded; and ending a place."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kirana.accounts import checks, second_factor
from kirana.accounts import selectors as accounts
from kirana.accounts import services as account_verbs
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission, may
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.console.staff_forms import WhyForm
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ui.staff import staff

PER_PAGE = 20
VERBS = ("end", "sign_out", "take_off")


@dataclass(frozen=True, slots=True)
class Card:
    """One who works here, as the page shows them. Ages are whole days; None when nobody wrote it down."""

    place: StaffMember
    rights: int
    last_in: datetime | None
    password_days: int | None
    has_second_factor: bool
    remarks: list[str | Promise]
    form: WhyForm
    is_me: bool


@staff(Permission.KEEP_SECRETS)
def review(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Everyone who works here."""
    return _page(request, place)


@require_POST
@staff(Permission.KEEP_SECRETS)
def act(request: HttpRequest, place: StaffMember, place_id: int) -> HttpResponse:
    """End a place, sign someone out everywhere, or take a second factor off whose phone is lost."""
    whom, verb, form = _whom(place, place_id), request.POST.get("verb", ""), WhyForm(request.POST)
    if verb not in VERBS:
        raise NotFound()
    if not form.is_valid():
        return _page(request, place, wrong=place_id, form=form, status=422)
    messages.success(request, _do(request, place, whom, verb, form.cleaned_data["why"]))
    return redirect("console_staff")


def _do(request: HttpRequest, place: StaffMember, whom: StaffMember, verb: str, why: str) -> str:
    by, at = place.as_actor(), clock.now()
    if verb == "take_off":
        second_factor.take_off(user=whom.user, by=by, at=at, why=why)
        return str(_("The second factor is off."))
    if verb == "end":
        ended = account_verbs.end_place(place=whom, by=by, at=at, why=why)
    else:
        keep = request.session.session_key or ""
        ended = account_verbs.revoke_sessions(user_ids=[whom.user_id], keep=keep, by=by, at=at, why=why)
    return ngettext("%(num)d session was ended.", "%(num)d sessions were ended.", ended) % {"num": ended}


def _whom(place: StaffMember, place_id: int) -> StaffMember:
    return accounts.place_of(place_id=place_id, store_id=place.store_id)


def _page(
    request: HttpRequest, place: StaffMember, *, wrong: int = 0, form: WhyForm | None = None, status: int = 200
) -> HttpResponse:
    at = clock.now()
    page = Paginator(accounts.places(store_id=place.store_id), PER_PAGE).get_page(request.GET.get("page"))
    guarded = second_factor.who_has_one(user_ids=[one.user_id for one in page])
    forms = {wrong: form} if form else {}
    facts = {
        "page": page,
        "cards": [_card(one, place, one.user_id in guarded, forms.get(one.pk), at) for one in page],
        "wrong": wrong,
        "answers": [checks.review(at), checks.second_factors(at)],
        "rights": len(Permission),
    }
    return show(request, place, "console/staff.html", facts, status=status)


def _card(one: StaffMember, me: StaffMember, is_guarded: bool, form: WhyForm | None, at: datetime) -> Card:
    set_at = one.user.password_set_at
    return Card(
        place=one,
        rights=sum(may(one.role, permission) for permission in Permission),
        last_in=one.user.last_login,
        password_days=(at - set_at).days if set_at else None,
        has_second_factor=is_guarded,
        remarks=_remarks(one, is_guarded, at),
        form=form or WhyForm(auto_id=f"why-{one.pk}-%s"),
        is_me=one.pk == me.pk,
    )


def _remarks(one: StaffMember, is_guarded: bool, at: datetime) -> list[str | Promise]:
    remarks: list[str | Promise] = []
    if checks.is_idle(one, at):
        remarks.append(_("Not here for 60 days"))
    if one.may(Permission.KEEP_SECRETS) and not is_guarded:
        remarks.append(_("Holds keys behind a password alone"))
    return remarks


PAGE = Page(_("Staff accounts"), "console_staff", Permission.KEEP_SECRETS, position=81, icon="user")
urlpatterns = [
    path("staff/", review, name="console_staff"),
    path("staff/<int:place_id>/", act, name="console_staff_act"),
]
