"""What people answered to the guide's questions: signed with who and when, chained so that an edit shows."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.core import audit, locks
from kirana.core.actors import Actor, ByField
from kirana.core.errors import ShopError
from kirana.ops.checks import Verdict
from kirana.ops.guide.tasks import Question

GENESIS = "0" * 64
NOTE_LENGTH = 1000


class NoSuchAnswer(ShopError):
    code = "no_such_answer"
    status = 422
    sentence = gettext_lazy("Choose one of the answers.")


class GuideAnswer(models.Model):
    """One answer of one person. The newest of a question holds, until `holds_until`."""

    number = models.PositiveBigIntegerField(unique=True)
    question = models.CharField(max_length=60, db_index=True)
    choice = models.CharField(max_length=20)
    verdict = models.CharField(max_length=15, choices=Verdict.choices)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = ByField()
    at = models.DateTimeField()
    holds_until = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "ops"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.question}: {self.choice} by {self.by}"

    def expected_hash(self) -> str:
        """What the hash of this content must be."""
        moments = [one.astimezone(UTC).isoformat(timespec="microseconds") for one in (self.at, self.holds_until)]
        said = [self.question, self.choice, str(self.verdict), self.note, str(self.by)]
        line = json.dumps([self.number, *said, *moments, self.previous_hash], ensure_ascii=False)
        return hashlib.sha256(line.encode()).hexdigest()


def answer(*, question: Question, code: str, note: str, by: Actor, at: datetime) -> GuideAnswer:
    """Keep what a person answered; it holds for the question's days. Raises `NoSuchAnswer`."""
    choice = question.choice(code)
    if choice is None:
        raise NoSuchAnswer()
    with locks.transaction():
        # The log's head is the lock that gives answers one order.
        audit.record(action="guide.answer", subject=f"question:{question.key}", by=by, at=at, choice=code)
        last = GuideAnswer.objects.order_by("-number").first()
        row = GuideAnswer(
            number=last.number + 1 if last else 1,
            question=question.key,
            choice=code,
            verdict=choice.verdict,
            note=note[:NOTE_LENGTH],
            by=str(by),
            at=at,
            holds_until=at + question.holds,
            previous_hash=last.hash if last else GENESIS,
        )
        row.hash = row.expected_hash()
        row.save(force_insert=True)
    return row


def newest() -> dict[str, GuideAnswer]:
    """The last answer to each question."""
    last = GuideAnswer.objects.order_by().values("question").annotate(last=models.Max("number")).values("last")
    return {row.question: row for row in GuideAnswer.objects.filter(number__in=last)}


def history(*, question: Question) -> "models.QuerySet[GuideAnswer]":
    """Every answer to the question, the newest first."""
    return GuideAnswer.objects.filter(question=question.key)


def verify() -> Iterator[str]:
    """A sentence for every answer that was changed or taken out."""
    number, previous = 0, GENESIS
    for row in GuideAnswer.objects.order_by("number").iterator():
        if row.number != number + 1 or row.previous_hash != previous:
            yield _("answers before number %(number)s are missing") % {"number": row.number}
        if row.hash != row.expected_hash():
            yield _("answer %(number)s was changed after it was given") % {"number": row.number}
        number, previous = row.number, row.hash
