"""Breach mode: contain, investigate, remediate, report; with the two clocks always in sight."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kirana.accounts import selectors as accounts
from kirana.accounts import services as account_verbs
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.breach_forms import LOCAL, NoticeForm, RevokeForm, SentForm, WindowForm
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops.breach import clocks, evidence, notices, scope
from kirana.ops.breach.models import BreachNotice
from kirana.ops.breach.notices import Sender
from kirana.ops.incidents import selectors, services
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.states import Kind, Severity
from kirana.ops.incidents.words import how_long
from kirana.ui.staff import staff

WINDOW = timedelta(days=2)
MAY = Permission.HANDLE_INCIDENTS


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as the page shows it."""

    clock: clocks.Clock
    left: str
    is_over: bool


@staff(MAY)
def breaches(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The breaches there have been, and the button that begins one."""
    found = selectors.every().filter(kind=Kind.BREACH)
    return show(request, place, "console/breaches.html", {"breaches": found})


@require_POST
@staff(MAY)
def begin(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """It is known from now on: the clocks run."""
    title = request.POST.get("title", "").strip()[:120] or str(_("Someone may have had access"))
    begun = services.declare(
        kind=Kind.BREACH, severity=Severity.CRITICAL, title=title, by=place.as_actor(), at=clock.now()
    )
    return redirect("console_breach", number=begun.number)


@staff(MAY)
def breach(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """One breach, from containing it to reporting it."""
    return _page(request, place, _breach(number), {})


@require_POST
@staff(MAY)
def sessions(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """Sign people out everywhere; whoever presses stays in."""
    found, form, at = _breach(number), RevokeForm(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, place, found, {"revoke_form": form}, status=422)
    whose, email = form.cleaned_data["whose"], form.cleaned_data["email"]
    ids = accounts.user_ids(whose=whose, email=email, store_id=place.store_id)
    keep = request.session.session_key or ""
    ended = account_verbs.revoke_sessions(user_ids=ids, keep=keep, by=place.as_actor(), at=at, why=str(found))
    said = ngettext("%(num)d session was ended.", "%(num)d sessions were ended.", ended) % {"num": ended}
    services.act(incident=found, what=said, by=place.as_actor(), at=at)
    messages.success(request, said)
    return redirect("console_breach", number=number)


@require_POST
@staff(MAY)
def bundle(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """The evidence of a window, to take away."""
    found, form = _breach(number), WindowForm(request.POST)
    if not form.is_valid():
        return _page(request, place, found, {"window_form": form}, status=422)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    name, packed = evidence.collect(incident=found, since=since, until=until, by=place.as_actor(), at=clock.now())
    answer = HttpResponse(packed, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@staff(MAY)
def draft(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """Draft the notices from what is known."""
    store, user = place.store, place.user
    contact = f"{user}, {store.phone}, {user.email or store.email}"
    sender = Sender(store.legal_name, " ".join(store.address.split()), contact)
    notices.draft(incident=_breach(number), sender=sender, at=clock.now())
    return redirect("console_breach", number=number)


@staff(MAY)
def notice(request: HttpRequest, place: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """One notice: edit it, or sign that it was sent."""
    found = _notice(number, notice_id)
    form, sent = NoticeForm(initial={"text": found.text}), SentForm()
    if request.method == "POST" and "how" in request.POST:
        sent = SentForm(request.POST)
        if sent.is_valid():
            how = sent.cleaned_data["how"]
            notices.mark_sent(notice=found, how=how, by=place.as_actor(), at=clock.now())
            return redirect("console_breach", number=number)
    elif request.method == "POST":
        form = NoticeForm(request.POST)
        if form.is_valid():
            notices.edit(notice=found, text=form.cleaned_data["text"], by=place.as_actor(), at=clock.now())
            messages.success(request, str(_("Kept.")))
            return redirect("console_notice", number=number, notice_id=notice_id)
    facts = {"incident": found.incident, "notice": found, "form": form, "sent_form": sent}
    status = 422 if form.errors or sent.errors else 200
    return show(request, place, "console/notice.html", facts, status=status)


def _page(
    request: HttpRequest, place: StaffMember, found: Incident, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    at = clock.now()
    asked = WindowForm(request.GET) if "since" in request.GET else None
    window = asked.cleaned_data if asked and asked.is_valid() else _window(found, at)
    facts = {
        "incident": found,
        "faces": [_face(one, at) for one in clocks.of(found)],
        "checklist": selectors.checklist(incident=found),
        "scope": scope.look(since=window["since"], until=window["until"], who=window["who"]),
        "window": [timezone.localtime(window[name]).strftime(LOCAL) for name in ("since", "until")],
        "window_form": asked or WindowForm(initial=window),
        "revoke_form": RevokeForm(),
        "notices": notices.of(found),
    }
    return show(request, place, "console/breach.html", facts | forms, status=status)


def _window(found: Incident, at: datetime) -> dict[str, Any]:
    until = found.resolved_at or at
    return {"since": timezone.localtime(found.began_at - WINDOW), "until": timezone.localtime(until), "who": ""}


def _face(one: clocks.Clock, at: datetime) -> Face:
    return Face(one, how_long(abs(one.left(one.sent_at or at))), one.is_over(at))


def _breach(number: int) -> Incident:
    found = selectors.by_number(number=number)
    if found.kind != Kind.BREACH:
        raise NotFound()
    return found


def _notice(number: int, notice_id: int) -> BreachNotice:
    found = next((one for one in notices.of(_breach(number)) if one.pk == notice_id), None)
    if found is None:
        raise NotFound()
    return found


PAGE = Page(
    _("Breach mode"), "console_breaches", MAY, position=72, icon="close", within=("console_breach", "console_notice")
)
urlpatterns = [
    path("breaches/", breaches, name="console_breaches"),
    path("breaches/declaration/", begin, name="console_breach_begin"),
    path("breaches/<int:number>/", breach, name="console_breach"),
    path("breaches/<int:number>/sessions/", sessions, name="console_breach_sessions"),
    path("breaches/<int:number>/evidence/", bundle, name="console_breach_evidence"),
    path("breaches/<int:number>/notices/", draft, name="console_breach_draft"),
    path("breaches/<int:number>/notices/<int:notice_id>/", notice, name="console_notice"),
]
