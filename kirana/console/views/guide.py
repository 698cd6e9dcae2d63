"""The maintenance guide with the state of every task, and the page of each: evidence, history, its question."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops import guide as chapters
from kirana.ops.checks import Verdict
from kirana.ops.guide import answers, rehearsals, standing
from kirana.ops.guide.standing import GuideSeen, TaskSeen
from kirana.ops.guide.tasks import Cadence, Question
from kirana.ui.staff import staff

SHOWN_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the guide is wanted; nothing chosen is everything."""

    state: str
    cadence: str
    text: str

    @classmethod
    def read(cls, request: HttpRequest) -> "Filter":
        """From an address; what is not known is passed over."""
        state, cadence = request.GET.get("state", ""), request.GET.get("cadence", "")
        return cls(
            state if state in Verdict.values else "",
            cadence if cadence in Cadence.values else "",
            request.GET.get("q", "").strip()[:80],
        )

    def takes(self, seen: TaskSeen) -> bool:
        """Whether the task is wanted."""
        task = seen.task
        words = " ".join(map(str, (task.text, task.meaning, task.group, task.subsection, seen.message, *task.checks)))
        return (
            self.state in ("", seen.verdict)
            and self.cadence in ("", task.cadence)
            and self.text.casefold() in words.casefold()
        )


@staff(Permission.SEE_CONSOLE)
def guide(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every task, grouped as the guide is."""
    found, wanted = standing.look(at=clock.now()), Filter.read(request)
    tasks = [seen for seen in found.tasks if wanted.takes(seen)]
    facts = {
        "filter": wanted,
        "states": [(verdict.value, verdict.label, found.count(verdict)) for verdict in Verdict],
        "cadences": Cadence.choices,
        "chapters": _chapters(tasks),
        "total": len(found.tasks),
        "shown": len(tasks),
        "tasks": tasks,
    }
    return show(request, place, "console/guide.html", facts)


def _chapters(tasks: list[TaskSeen]) -> list[tuple[str, list[tuple[str, list[TaskSeen]]]]]:
    """Section and, in it, subsection and group in one line, each with its tasks."""
    return [
        (section, [(line, list(group)) for line, group in groupby(inside, key=_line)])
        for section, inside in groupby(tasks, key=lambda seen: str(seen.task.section))
    ]


def _line(seen: TaskSeen) -> str:
    return " · ".join(str(word) for word in (seen.task.subsection, seen.task.group) if word)


@staff(Permission.SEE_CONSOLE)
def task(request: HttpRequest, place: StaffMember, task_id: str) -> HttpResponse:
    """One task: what the guide says, what it means here, and what is known."""
    return _task_page(request, place, _find(standing.look(at=clock.now()), task_id), {})


@require_POST
@staff(Permission.RUN_CONSOLE)
def answer(request: HttpRequest, place: StaffMember, task_id: str) -> HttpResponse:
    """Keep what the person answered to the task's question."""
    question = _question(task_id)
    code, note = request.POST.get("choice", ""), request.POST.get("note", "").strip()
    try:
        answers.answer(question=question, code=code, note=note, by=place.as_actor(), at=clock.now())
    except answers.NoSuchAnswer as refusal:
        typed = {"refusal": refusal.message, "note": note}
        seen = _find(standing.look(at=clock.now()), task_id)
        return _task_page(request, place, seen, typed, status=refusal.status)
    messages.success(request, _("Kept, with your name."))
    return redirect("console_task", task_id=task_id)


def _question(task_id: str) -> Question:
    found = chapters.tasks().get(task_id)
    if found is None or found.question is None:
        raise NotFound()
    return found.question


def _find(found: GuideSeen, task_id: str) -> TaskSeen:
    seen = next((one for one in found.tasks if one.task.id == task_id), None)
    if seen is None:
        raise NotFound()
    return seen


def _task_page(
    request: HttpRequest, place: StaffMember, seen: TaskSeen, typed: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    question = seen.task.question
    given = list(answers.history(question=question)[:SHOWN_ANSWERS]) if question else []
    facts = {
        "seen": seen,
        "task": seen.task,
        "address": _address(seen.task.page),
        "answers": [(one, question.choice(one.choice) if question else None) for one in given],
        "is_rehearsed": rehearsals.is_rehearsed(seen.task),
        "rehearsals": rehearsals.last(seen.task),
        "can_answer": place.may(Permission.RUN_CONSOLE),
    }
    return show(request, place, "console/task.html", facts | typed, status=status)


def _address(name: str) -> str:
    """Where the task is done; nothing while this shop has no such page."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


PAGE = Page(
    gettext_lazy("The guide"),
    "console_guide",
    Permission.SEE_CONSOLE,
    position=10,
    icon="book",
    within=("console_task",),
)
urlpatterns = [
    path("guide/", guide, name="console_guide"),
    path("guide/<str:task_id>/", task, name="console_task"),
    path("guide/<str:task_id>/answer/", answer, name="console_answer"),
]
