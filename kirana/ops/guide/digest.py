"""What a digest says: what the software did, with its evidence, what needs a person, and what has changed.

Daily at seven in the morning, weekly on Monday, monthly on the first; a digest that could not leave in time leaves
as soon as it can.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from kirana.core import clock
from kirana.ops import runs
from kirana.ops.checks import Verdict, by_key
from kirana.ops.guide import standing
from kirana.ops.guide.standing import GuideSeen, TaskSeen
from kirana.ops.guide.tasks import Cadence

HOUR = time(7)
LOOKS_BACK = {
    Cadence.DAILY: timedelta(days=1),
    Cadence.WEEKLY: timedelta(days=7),
    Cadence.MONTHLY: timedelta(days=31),
}
MOST_CHANGES = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a verdict, what it is about, and one sentence of evidence."""

    verdict: str
    label: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest's content, in the language in force when it was made."""

    done: list[Line]
    needed: list[Line]
    changed: list[Line]

    def facts(self) -> dict[str, Any]:
        """As plain data, for the outbox."""
        return asdict(self)


def period(cadence: Cadence, *, at: datetime) -> str | None:
    """The name of the period whose digest is to leave by now: `2026-03-02`, `2026-W10`, `2026-03`; None before seven.

    The digest of a week or month that began while nothing ran leaves at the first seven o'clock after.
    """
    local = timezone.localtime(at)
    if local.time() < HOUR:
        return None
    names = {Cadence.DAILY: "%Y-%m-%d", Cadence.WEEKLY: "%G-W%V", Cadence.MONTHLY: "%Y-%m"}
    return local.strftime(names[cadence])


def next_at(*, at: datetime) -> datetime:
    """When the next digest leaves."""
    local = timezone.localtime(at)
    today = local.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)


def write(cadence: Cadence, *, at: datetime) -> Digest:
    """The digest of this cadence as things stand."""
    found = standing.look(at=at)
    tasks = found.of(cadence)
    return Digest(
        done=[_of_task(seen) for seen in tasks if seen.verdict in (Verdict.GOOD, Verdict.NOT_CONNECTED)],
        needed=_needed(found),
        changed=_changed(at - LOOKS_BACK[cadence]),
    )


def _of_task(seen: TaskSeen) -> Line:
    return Line(seen.verdict.value, str(seen.verdict.label), seen.task.words, _evidence(seen))


def _evidence(seen: TaskSeen) -> str:
    """All that the task's checks said, in one line."""
    said = [one.message for one in seen.checks] if seen.verdict is Verdict.GOOD else [seen.message]
    if seen.asked and seen.verdict is Verdict.GOOD:
        said.append(seen.asked.message)
    return " ".join(said)


def _needed(found: GuideSeen) -> list[Line]:
    """What needs a person: the worker first, then checks, then questions."""
    checks = [
        Line(seen.verdict.value, str(seen.verdict.label), str(seen.check.title), seen.message)
        for seen in found.shop.for_a_person
    ]
    questions = [
        Line(asked.verdict.value, str(asked.verdict.label), "", asked.message)
        for asked in (*found.troubling_answers, *found.due_questions)
    ]
    return checks + questions


def _changed(since: datetime) -> list[Line]:
    changes = runs.changes_since(at=since)[-MOST_CHANGES:]
    return [
        Line(run.verdict, str(Verdict(run.verdict).label), f"{_moment(run.at)} {_title(run.key)}", run.message)
        for run in changes
    ]


def _moment(at: datetime) -> str:
    return f"{clock.shop_date(at):%d.%m.} {timezone.localtime(at):%H:%M}"


def _title(key: str) -> str:
    try:
        return str(by_key(key).title)
    except KeyError:  # a check that is no longer there
        return key
