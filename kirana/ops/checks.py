"""Checks: what the shop asks about itself, again and again, each with its evidence and the page that says what to do.

    checks.register(Check("queue.age", _("The queue"), minutes=1, runbook="worker-down", run=age_of_queue))

A check is a question about the running shop: it reads, and answers with a verdict, a sentence and the figures that
the verdict stands on. Nothing is good without figures: `Answer` refuses. A check that breaks is itself a finding.
Domains register what they know (payments: "gateway reachable"); this module knows no domain.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What a check says, from best to worst; the worst of several is what is shown for them together."""

    GOOD = "good", _("Good")
    NOT_CONNECTED = "not_connected", _("Not connected")  # it would need a service that no key was given for
    ASK = "ask", _("A question for you")  # only a person can know
    WATCH = "watch", _("Watch")  # not yet wrong
    ACT = "act", _("Act")  # wrong


WORSE = {verdict: rank for rank, verdict in enumerate(Verdict)}


class GoodWithoutEvidence(ValueError):
    """A bug: a check said that all is well and showed nothing for it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One piece of evidence: what was looked at, what was found, and where to see it."""

    label: str | Promise
    value: str | Promise
    link: str = ""  # an address of the console, or nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found. `sentence` names its facts in brackets, and `facts` gives them, as in `ShopError`.

    `rows` are the cases themselves (orders that are stuck, indexes that are missing), at most a screenful, each a
    tuple of cells.
    """

    verdict: Verdict
    sentence: str | Promise
    facts: Mapping[str, str | int] = field(default_factory=dict)
    figures: Sequence[Figure] = ()
    rows: Sequence[Sequence[str]] = ()

    def __post_init__(self) -> None:
        if self.verdict is Verdict.GOOD and not (self.figures or self.rows):
            raise GoodWithoutEvidence(str(self.sentence))

    @property
    def message(self) -> str:
        """The sentence with its facts, in the language in force."""
        return str(self.sentence) % self.facts


@dataclass(frozen=True, slots=True)
class Check:
    """A question, how often it is asked, and the page of docs/runbooks that says what to do when the answer is bad.

    `because` names checks that, when they are as bad, are the reason for this one: then it is shown under the first of
    them and not as a trouble of its own.
    """

    key: str  # "database.size": the area, a dot, the thing
    title: str | Promise
    minutes: int
    runbook: str
    run: Callable[[datetime], Answer]
    because: tuple[str, ...] = ()


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check; the same key again takes the place of the earlier one."""
    _checks[check.key] = check


def all_checks() -> list[Check]:
    """Every check there is, in the order of their keys."""
    return [_checks[key] for key in sorted(_checks)]


def by_key(key: str) -> Check:
    """The check with this key; `KeyError` for one that never was."""
    return _checks[key]


def worst(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict that speaks for all of them; None of none."""
    return max(verdicts, key=WORSE.__getitem__, default=None)
