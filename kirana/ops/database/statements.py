"""The kinds of statement that the shop sends, with their plans, and its only writer.

A kind that nothing has sent for thirty days goes. Counts of slow ones begin anew when it was quick for a day.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, models, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from kirana.ops import database
from kirana.ops.database.questions import Plan
from kirana.ops.database.sampling import Sample

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
QUIET = timedelta(days=1)


class Statement(models.Model):
    """A kind of statement, where it comes from, how the database answers it, and how often that took long."""

    fingerprint = models.CharField(max_length=32, unique=True)
    sql = models.TextField()
    caller = models.CharField(max_length=200, blank=True)
    slow = models.PositiveIntegerField(default=0)
    worst_ms = models.PositiveIntegerField(default=0)
    total_ms = models.PositiveBigIntegerField(default=0)
    slow_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    plan = models.TextField(blank=True)
    scanned = models.JSONField(default=list)  # tables that were read from end to end
    indexes = models.JSONField(default=list)  # that were chosen

    class Meta:
        app_label = "ops"
        indexes = [models.Index(fields=["slow_at"], name="statement_slow_at")]

    def __str__(self) -> str:
        return self.sql[:80]

    @property
    def mean_ms(self) -> int:
        """How long the slow ones took in the middle."""
        return self.total_ms // self.slow if self.slow else 0


def write_down(samples: Iterable[Sample], *, at: datetime) -> None:
    """Keep what was found, with the plan that the database would take now. No transaction may be needed by others."""
    for sample in samples:
        plan = _plan(sample)
        fingerprint = _fingerprint(sample)
        _add(sample, fingerprint, at)
        if plan is not None:
            Statement.objects.filter(fingerprint=fingerprint).update(
                plan=plan.text, scanned=sorted(set(plan.scanned)), indexes=sorted(set(plan.indexes))
            )


def forget_old(*, at: datetime) -> None:
    """Let go of kinds that nothing sends any more."""
    Statement.objects.filter(last_seen_at__lt=at - KEPT).delete()


def slow(*, at: datetime) -> "QuerySet[Statement]":
    """The kinds that were slow within a day, the worst first."""
    return Statement.objects.filter(slow_at__gte=at - QUIET, slow__gt=0).order_by("-total_ms")


def scanning() -> list[Statement]:
    """The kinds that read a table from end to end."""
    return [one for one in Statement.objects.exclude(scanned=[]).order_by("-total_ms", "pk") if one.scanned]


def chosen_indexes() -> set[str]:
    """The indexes that some plan has chosen."""
    return {name for names in Statement.objects.values_list("indexes", flat=True) for name in names}


def watched_since() -> datetime | None:
    """Since when statements have been looked at."""
    return Statement.objects.order_by("first_seen_at").values_list("first_seen_at", flat=True).first()


def _add(sample: Sample, fingerprint: str, at: datetime) -> None:
    row = Statement(fingerprint=fingerprint, sql=sample.kind, caller=sample.caller, first_seen_at=at, last_seen_at=at)
    Statement.objects.bulk_create([row], ignore_conflicts=True)
    kept = Statement.objects.filter(fingerprint=fingerprint)
    kept.update(last_seen_at=at)
    if sample.slow:
        kept.filter(slow_at__lt=at - QUIET).update(slow=0, worst_ms=0, total_ms=0)
        kept.update(
            slow=F("slow") + sample.slow,
            total_ms=F("total_ms") + sample.total_ms,
            worst_ms=Greatest(F("worst_ms"), sample.worst_ms),
            slow_at=at,
        )


def _plan(sample: Sample) -> Plan | None:
    """What the database says of it; None when it will not say (a statement of a table that is gone)."""
    try:
        with transaction.atomic():
            return database.care().plan(sample.sql, sample.values)
    except DatabaseError as error:
        log.info("no plan for a statement of %s: %s", sample.caller or "somebody", error)
        return None


def _fingerprint(sample: Sample) -> str:
    return hashlib.sha256(f"{sample.caller}\n{sample.kind}".encode()).hexdigest()[:32]
