"""When what a task is about was last gone through before it was needed: by the software, or as a person signed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.backups import selectors as backups
from kirana.ops.guide import answers
from kirana.ops.guide.tasks import Question, Task

QUESTIONS = "rehearsal."  # how the keys of the questions begin that ask for one
NEVER = "never"  # the answer of those that says there was none
TRIAL = "backup.restorable"  # the check that stands on trials


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """That it was gone through: what was done, when that was or was signed, and by whom; nobody: by the software."""

    what: str | Promise
    at: datetime
    by: str = ""


def is_rehearsed(task: Task) -> bool:
    """Whether there is anything to rehearse in this task."""
    return TRIAL in task.checks or (task.question is not None and task.question.key.startswith(QUESTIONS))


def last(task: Task) -> list[Rehearsal]:
    """The last trial of a backup that passed and the last rehearsal that was signed, whichever the task is about."""
    found = [_trial()] if TRIAL in task.checks else []
    if task.question is not None and task.question.key.startswith(QUESTIONS):
        found.append(_signed(task.question))
    return [one for one in found if one is not None]


def _trial() -> Rehearsal | None:
    drill = backups.last_good_drill()
    return Rehearsal(_("a backup was restored on trial"), drill.begun_at) if drill else None


def _signed(question: Question) -> Rehearsal | None:
    answer = answers.history(question=question).exclude(choice=NEVER).first()
    choice = question.choice(answer.choice) if answer else None
    return Rehearsal(choice.label, answer.at, answer.by) if answer and choice else None
