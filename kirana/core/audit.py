"""The log of who changed what, chained by hash so that an edit shows.

Each entry's hash covers its own content and the hash before it. Changing, removing or inserting an entry breaks
the chain at that place, and `verify` names it. Entries are written in the transaction of the change they tell
of. The head row is the lock that gives entries one order; stories take it last (see `locks.RANKS`).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kirana.core import locks
from kirana.core.actors import Actor, ByField

GENESIS = "0" * 64


class AuditHead(models.Model):
    """The single row that holds the end of the chain."""

    last_number = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        app_label = "core"


class AuditEntry(models.Model):
    """One thing that someone did: `stock.count` on `listing:42`, with what it was and what it became."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = ByField()
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "core"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject} by {self.by}"

    def expected_hash(self) -> str:
        """What the hash of this content must be."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.number, moment, str(self.by), self.action, self.subject, self.detail, self.previous_hash]
        line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()


def record(*, action: str, subject: str, by: Actor, at: datetime, **detail: Any) -> AuditEntry:
    """Append an entry. `detail` must be JSON: texts, integers, lists, dictionaries."""
    AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
    head = locks.locked(AuditHead.objects.all()).get()
    entry = AuditEntry(
        number=head.last_number + 1,
        at=at,
        by=str(by),
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=head.last_hash,
    )
    entry.hash = entry.expected_hash()
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(last_number=entry.number, last_hash=entry.hash)
    return entry


def entries(*, text: str = "") -> "models.QuerySet[AuditEntry]":
    """The entries, the newest first; those that a text is found in: who, what, or of what."""
    found = AuditEntry.objects.order_by("-number")
    if text:
        where = models.Q(by__icontains=text) | models.Q(action__icontains=text) | models.Q(subject__icontains=text)
        found = found.filter(where)
    return found


def verify() -> Iterator[str]:
    """A sentence for every place where the chain is broken; nothing when it is whole."""
    number, previous = 0, GENESIS
    for entry in AuditEntry.objects.order_by("number").iterator():
        if entry.number != number + 1:
            yield _("entries %(first)s to %(last)s are missing") % {"first": number + 1, "last": entry.number - 1}
        elif entry.previous_hash != previous:
            yield _("entry %(number)s does not follow entry %(before)s") % {"number": entry.number, "before": number}
        if entry.hash != entry.expected_hash():
            yield _("entry %(number)s was changed after it was written") % {"number": entry.number}
        number, previous = entry.number, entry.hash
    head = AuditHead.objects.first()
    if head and (head.last_number, head.last_hash) != (number, previous):
        yield _("the log ends at entry %(number)s, but %(written)s were written") % {
            "number": number,
            "written": head.last_number,
        }
