"""Where every task of the guide stands: the worst of its checks and of its question's answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kirana.ops import guide, standing
from kirana.ops.checks import WORSE, Verdict, worst
from kirana.ops.guide import answers
from kirana.ops.guide.answers import GuideAnswer
from kirana.ops.guide.tasks import Cadence, Question, Task
from kirana.ops.standing import Seen, Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its last answer, if there is one."""

    question: Question
    answer: GuideAnswer | None
    at: datetime

    @property
    def is_due(self) -> bool:
        """Whether a person has to answer now."""
        return self.answer is None or self.answer.holds_until <= self.at

    @property
    def verdict(self) -> Verdict:
        """What the answer makes of it; a question that is due asks."""
        return Verdict.ASK if self.answer is None or self.is_due else Verdict(self.answer.verdict)

    @property
    def message(self) -> str:
        """The question while it is due, else what was answered, in the language in force."""
        if self.answer is None or self.is_due:
            return str(self.question.asks)
        choice = self.question.choice(self.answer.choice)
        return str(choice.label) if choice else self.answer.choice


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task of the guide as it stands now. `missing` are checks that this shop has not got."""

    task: Task
    checks: tuple[Seen, ...]
    missing: tuple[str, ...]
    asked: Asked | None

    @property
    def verdict(self) -> Verdict:
        """The worst of its checks and its question. A check that is not there is not connected, never good."""
        found = [seen.verdict for seen in self.checks] + [Verdict.NOT_CONNECTED for _key in self.missing]
        if self.asked:
            found.append(self.asked.verdict)
        return worst(found) or Verdict.NOT_CONNECTED

    @property
    def message(self) -> str:
        """The sentence of whatever is worst."""
        said = [(WORSE[seen.verdict], seen.message) for seen in self.checks]
        if self.asked:
            said.append((WORSE[self.asked.verdict], self.asked.message))
        if self.missing:
            absent = _("Nothing answers this here yet: %(keys)s.") % {"keys": ", ".join(self.missing)}
            said.append((WORSE[Verdict.NOT_CONNECTED], absent))
        return max(said, key=lambda one: one[0])[1]

    @property
    def runbook(self) -> str:
        """The page that says what to do about whatever is worst."""
        if self.checks and (self.asked is None or WORSE[self.asked.verdict] < WORSE[self.verdict]):
            return max(self.checks, key=lambda seen: WORSE[seen.verdict]).check.runbook
        return self.asked.question.runbook if self.asked else ""

    @property
    def at(self) -> datetime | None:
        """When it was last looked at, by the software or by a person."""
        moments = [seen.run.at for seen in self.checks if seen.run]
        if self.asked and self.asked.answer:
            moments.append(self.asked.answer.at)
        return max(moments, default=None)


@dataclass(frozen=True, slots=True)
class GuideSeen:
    """The whole guide at one moment."""

    shop: Standing
    tasks: tuple[TaskSeen, ...]

    @property
    def due_questions(self) -> list[Asked]:
        """The questions that wait for a person, each once."""
        found = {seen.asked.question.key: seen.asked for seen in self.tasks if seen.asked and seen.asked.is_due}
        return list(found.values())

    @property
    def troubling_answers(self) -> list[Asked]:
        """Questions that were answered, and not well."""
        bad = (Verdict.ACT, Verdict.WATCH)
        found = {one.asked.question.key: one.asked for one in self.tasks if one.asked and one.asked.verdict in bad}
        return list(found.values())

    @property
    def verdict(self) -> Verdict:
        """The worst of everything."""
        return worst([self.shop.verdict, *(seen.verdict for seen in self.tasks)]) or Verdict.ACT

    @property
    def needs_a_person(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.shop.for_a_person or self.shop.unasked or self.due_questions or self.troubling_answers)

    def of(self, cadence: Cadence) -> list[TaskSeen]:
        """The tasks of a cadence, in the guide's order."""
        return [seen for seen in self.tasks if seen.task.cadence == cadence]

    def count(self, verdict: Verdict) -> int:
        """How many tasks have this verdict."""
        return sum(seen.verdict == verdict for seen in self.tasks)


def look(*, at: datetime) -> GuideSeen:
    """Read where every task stands; three statements, however many tasks there are."""
    shop, given = standing.look(at=at), answers.newest()
    return GuideSeen(shop, tuple(_seen(task, shop, given, at) for task in guide.tasks().values()))


def _seen(task: Task, shop: Standing, given: dict[str, GuideAnswer], at: datetime) -> TaskSeen:
    known = tuple(shop.checks[key] for key in task.checks if key in shop.checks)
    missing = tuple(key for key in task.checks if key not in shop.checks)
    asked = Asked(task.question, given.get(task.question.key), at) if task.question else None
    return TaskSeen(task, known, missing, asked)


def standing_on(seen: GuideSeen, *, key: str) -> Iterator[TaskSeen]:
    """The tasks that stand on a check."""
    return (one for one in seen.tasks if key in one.task.checks)
