"""What the checks have answered: every run is kept, and a run that was edited or taken out shows.

A run is a *change* (the verdict is another than before), the *first* of its day, or a *repeat*. Changes are kept for
ever and are chained: each holds the hash of the change before it, of the same check. The others hang on the change
they repeat, so that thinning them breaks nothing. Kept so long: repeats 2 days, the first of each day 400 days.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.ops.checks import Verdict

GENESIS = "0" * 64
SENTENCE_LENGTH = 400


class RunKind(models.TextChoices):
    CHANGE = "change", gettext_lazy("Another verdict")
    FIRST = "first", gettext_lazy("First of the day")
    REPEAT = "repeat", gettext_lazy("The same again")


KEPT_FOR = {RunKind.REPEAT: timedelta(days=2), RunKind.FIRST: timedelta(days=400)}  # changes: for ever


class CheckRun(models.Model):
    """One answer of one check. `sentence` and the labels of `figures` are English, translated where they are shown."""

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=RunKind.choices)
    verdict = models.CharField(max_length=15, choices=Verdict.choices)
    sentence = models.CharField(max_length=SENTENCE_LENGTH)
    facts = models.JSONField(default=dict)
    figures = models.JSONField(default=list)  # [label, value, link]
    rows = models.JSONField(default=list)
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "ops"
        indexes = [
            models.Index(fields=["key", "-id"], name="run_of_check"),
            models.Index(fields=["kind", "at"], name="run_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.verdict} {self.at:%Y-%m-%d %H:%M}"

    @property
    def message(self) -> str:
        """The sentence with its facts, in the language in force."""
        sentence: str = _(self.sentence)
        return sentence % self.facts if self.facts else sentence

    @property
    def evidence(self) -> list[tuple[str, str, str]]:
        """The figures as label, value and link, in the language in force."""
        return [(_(label) if label else "", _(value) if value else "", link) for label, value, link in self.figures]

    def expected_hash(self) -> str:
        """What the hash of this content must be."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = [str(self.verdict), self.sentence, self.facts, self.figures, self.rows]
        content = [self.key, str(self.kind), moment, self.took_ms, *said, self.previous_hash]
        line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()


class CheckState(models.Model):
    """Where a check stands: its verdict and since when, its last run, and what the maintainers were told of it."""

    key = models.CharField(max_length=60, unique=True)
    verdict = models.CharField(max_length=15, choices=Verdict.choices, blank=True)
    since = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)  # a check that was begun and never ended is found by it
    last_run = models.ForeignKey(CheckRun, null=True, on_delete=models.PROTECT, related_name="+")
    last_change_hash = models.CharField(max_length=64, default=GENESIS)
    is_told = models.BooleanField(default=False)  # the maintainers know that it is to be acted on
    told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "ops"

    def __str__(self) -> str:
        return f"{self.key} {self.verdict or '·'}"


class Heartbeat(models.Model):
    """When something that has to keep running was last seen to run."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "ops"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


def thin(*, at: datetime) -> int:
    """Let go of what has been kept long enough; the number of runs that went. Changes never go."""
    last = CheckState.objects.exclude(last_run=None).values("last_run")
    gone = 0
    for kind, kept in KEPT_FOR.items():
        old = CheckRun.objects.filter(kind=kind, at__lt=at - kept).exclude(pk__in=last)
        gone += old.delete()[0]
    return gone


def verify() -> Iterator[str]:
    """A sentence for every run that was changed, and for every change of verdict that was taken out."""
    ends: dict[str, tuple[str, str]] = {}
    for run in CheckRun.objects.order_by("key", "pk").iterator(chunk_size=500):
        yield from _breaks(run, ends)
    for state in CheckState.objects.exclude(verdict=""):
        if ends.get(state.key) != (state.last_change_hash, state.verdict):
            yield _("the history of “%(key)s” does not lead to its verdict") % {"key": state.key}


def _breaks(run: CheckRun, ends: dict[str, tuple[str, str]]) -> Iterator[str]:
    facts: dict[str, Any] = {"key": run.key, "at": run.at.isoformat(timespec="seconds")}
    previous, _verdict = ends.get(run.key, (GENESIS, ""))
    if run.hash != run.expected_hash():
        yield _("the run of “%(key)s” at %(at)s was changed after it was written") % facts
    elif run.previous_hash != previous:
        yield _("runs of “%(key)s” before %(at)s are missing") % facts
    if run.kind == RunKind.CHANGE:
        ends[run.key] = (run.hash, run.verdict)


def history(*, key: str, only_changes: bool = False) -> "models.QuerySet[CheckRun]":
    """What a check answered, the newest first."""
    found = CheckRun.objects.filter(key=key).order_by("-pk")
    return found.filter(kind=RunKind.CHANGE) if only_changes else found


def changes_since(*, at: datetime) -> list[CheckRun]:
    """Every change of a verdict after that moment, in order; a check's very first answer is none."""
    found = CheckRun.objects.filter(kind=RunKind.CHANGE, at__gt=at).exclude(previous_hash=GENESIS)
    return list(found.order_by("at", "pk"))
