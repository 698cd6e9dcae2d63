"""Incidents: declare one, work on it, tell the public, and write down what was learned."""

from typing import Any

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
from kirana.console.incident_forms import DeclareForm, NoteForm, PostmortemForm, PublicForm, moment
from kirana.console.menu import Page
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops.incidents import postmortem, selectors, services, words
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.states import INCIDENTS
from kirana.ops.incidents.steps import plan
from kirana.ui.staff import staff

PER_PAGE = 20


@staff(Permission.SEE_CONSOLE)
def incidents(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What is going on, and what was."""
    return _list(request, place, DeclareForm())


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def declare(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Say that something is wrong."""
    form, at = DeclareForm(request.POST), clock.now()
    if not form.is_valid():
        return _list(request, place, form, status=422)
    declared = services.declare(by=place.as_actor(), at=at, **form.facts(at))
    return redirect("console_incident", number=declared.number)


@staff(Permission.SEE_CONSOLE)
def incident(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """One incident: its timeline, its steps, what the public is told."""
    return _one(request, place, selectors.by_number(number=number), {})


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def move(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """Take it on: the cause is known, it is mended, it is over."""
    found, name = selectors.by_number(number=number), request.POST.get("move", "")
    if name not in {one.name for one in INCIDENTS.moves}:
        raise NotFound()
    why = request.POST.get("why", "").strip()[:300]
    services.move(incident=found, name=name, by=place.as_actor(), at=clock.now(), why=why)
    return redirect("console_incident", number=number)


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def tell(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """Tell the public something new."""
    found, form, at = selectors.by_number(number=number), PublicForm(request.POST), clock.now()
    if not form.is_valid():
        return _one(request, place, found, {"public_form": form}, status=422)
    eta = moment(form.cleaned_data["minutes"], at)
    services.tell(incident=found, message=form.messages(), eta=eta, by=place.as_actor(), at=at)
    messages.success(request, str(_("The shop and the status page say it now.")))
    return redirect("console_incident", number=number)


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def note(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """Write something down."""
    found, form = selectors.by_number(number=number), NoteForm(request.POST)
    if not form.is_valid():
        return _one(request, place, found, {"note_form": form}, status=422)
    services.note(incident=found, text=form.cleaned_data["text"], by=place.as_actor(), at=clock.now())
    return redirect("console_incident", number=number)


@require_POST
@staff(Permission.HANDLE_INCIDENTS)
def tick(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """A step is done."""
    found = selectors.by_number(number=number)
    services.tick(incident=found, step=request.POST.get("step", ""), by=place.as_actor(), at=clock.now())
    return redirect("console_incident", number=number)


@staff(Permission.HANDLE_INCIDENTS)
def learned(request: HttpRequest, place: StaffMember, number: int) -> HttpResponse:
    """The post-mortem: drafted from the timeline, written by a person, kept."""
    found = selectors.by_number(number=number)
    kept = selectors.postmortem(incident=found)
    text = kept.text if kept else postmortem.draft(incident=found)
    form = PostmortemForm(request.POST if request.method == "POST" else None, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        services.keep_postmortem(incident=found, text=form.cleaned_data["text"], by=place.as_actor(), at=clock.now())
        messages.success(request, str(_("Kept.")))
        return redirect("console_incident", number=number)
    facts = {"incident": found, "form": form, "kept": kept}
    return show(request, place, "console/postmortem.html", facts, status=422 if form.errors else 200)


def _list(request: HttpRequest, place: StaffMember, form: DeclareForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(selectors.every(), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "going_on": selectors.going_on(), "form": form, "how_long": words.how_long}
    return show(request, place, "console/incidents.html", facts, status=status)


def _one(
    request: HttpRequest, place: StaffMember, found: Incident, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    told = {"message": found.message, "message_hi": found.message_hi}
    facts = {
        "incident": found,
        "timeline": [(entry, words.sentence(entry)) for entry in reversed(selectors.timeline(incident=found))],
        "checklist": selectors.checklist(incident=found),
        "moves": INCIDENTS.moves_from(found.state),
        "runbook": plan(found.kind).runbook,
        "postmortem": selectors.postmortem(incident=found),
        "acknowledged": words.how_long(found.time_to_acknowledge),
        "resolved": words.how_long(found.time_to_resolve),
        "public_form": PublicForm(initial=told),
        "note_form": NoteForm(),
    }
    return show(request, place, "console/incident.html", facts | forms, status=status)


PAGE = Page(
    _("Incidents"),
    "console_incidents",
    Permission.SEE_CONSOLE,
    position=70,
    icon="alert",
    within=("console_incident", "console_postmortem"),
)
urlpatterns = [
    path("incidents/", incidents, name="console_incidents"),
    path("incidents/declaration/", declare, name="console_incident_declare"),
    path("incidents/<int:number>/", incident, name="console_incident"),
    path("incidents/<int:number>/state/", move, name="console_incident_move"),
    path("incidents/<int:number>/update/", tell, name="console_incident_tell"),
    path("incidents/<int:number>/notes/", note, name="console_incident_note"),
    path("incidents/<int:number>/steps/", tick, name="console_incident_tick"),
    path("incidents/<int:number>/postmortem/", learned, name="console_postmortem"),
]
