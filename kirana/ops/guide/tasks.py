"""The tasks of the maintenance guide: what it says, what it means in this shop, and what answers it.

Every bullet of the guide is one task under the id it has there. A task stands on checks, which the shop asks by
itself, or on a question that only a person can answer, or on both. `text`, `section`, `subsection` and `group` are the
guide's own words; `meaning` says them for this shop.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Verdict

LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


class Cadence(models.TextChoices):
    """How often the guide wants it looked at. The software looks more often; a person is asked no more than this."""

    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    ON_EVENT = "event", _("When it happens")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be given, and what it makes of the task."""

    code: str
    label: str | Promise
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person knows, with its prepared answers. An answer holds for `days` and is then asked for again.

    Several tasks may stand on one question: answered once, it is answered for all of them.
    """

    key: str
    asks: str | Promise
    choices: tuple[Choice, ...]
    days: int
    runbook: str

    @property
    def holds(self) -> timedelta:
        """How long an answer is good for."""
        return timedelta(days=self.days)

    def choice(self, code: str) -> Choice | None:
        """The answer of this code."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Task:
    """A bullet of the guide. `page` is the url name where it is done."""

    id: str
    section: str | Promise
    subsection: str | Promise
    group: str | Promise
    text: str
    meaning: str | Promise
    cadence: Cadence
    checks: tuple[str, ...]
    question: Question | None
    page: str

    @property
    def words(self) -> str:
        """The guide's text without its marks for bold and links."""
        return LINK.sub(r"\1", self.text).replace("**", "").replace("`", "")


@dataclass(frozen=True, slots=True)
class Bullet:
    """A task as it is written down, inside its group."""

    text: str
    meaning: str | Promise
    checks: tuple[str, ...] = ()
    question: Question | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Bullets that stand together; their ids are the group's id and their place in it."""

    id: str
    subsection: str | Promise
    name: str | Promise
    cadence: Cadence
    bullets: Sequence[Bullet]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the guide."""

    name: str | Promise
    groups: Sequence[Group]

    def tasks(self) -> Iterator[Task]:
        """Its bullets as tasks, in the guide's order."""
        for group in self.groups:
            for place, bullet in enumerate(group.bullets, start=1):
                yield Task(
                    id=f"{group.id}.{place}",
                    section=self.name,
                    subsection=group.subsection,
                    group=group.name,
                    text=bullet.text,
                    meaning=bullet.meaning,
                    cadence=group.cadence,
                    checks=bullet.checks,
                    question=bullet.question,
                    page=bullet.page,
                )
