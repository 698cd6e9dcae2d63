"""Errors kept by the shop itself, each kind of error one row, so that a shop without Sentry has them too.

They are read from the log, where every error is written anyway: a request that breaks writes no table, and what broke
while the database was away is found when it is back. How far the log was read is kept with what was found in it.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor, ByField
from kirana.core.errors import NotFound
from kirana.ops.logs import reading

ERRORS = {"error", "critical"}
BROWSER = "kirana.browser"
KEPT = timedelta(days=90)
MOST_GROUPS = 500
MOST_TRACEBACK = 8_000
NUMBERS = re.compile(r"0x[0-9a-f]+|\d+|'[^']*'|\"[^\"]*\"|\[\w+\]", re.IGNORECASE)
# Said by others of the same fault: the gateway of a request, and the check that found it.
QUIET = {"kirana.ops.running"}
SHUT = "Service Unavailable: "  # how Django logs an answer of 503


class Side(models.TextChoices):
    """Where it broke."""

    SERVER = "server", _("A page")
    JOB = "job", _("A job")
    BROWSER = "browser", _("A browser")


class ErrorGroup(models.Model):
    """One kind of error: how often, since when, and what the last one looked like."""

    fingerprint = models.CharField(max_length=16, unique=True)
    side = models.CharField(max_length=7, choices=Side.choices)
    title = models.CharField(max_length=200)
    where = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_request = models.CharField(max_length=16, blank=True)
    traceback = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)  # someone said that it is mended; another one opens it again
    settled_by = ByField(blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["-last_at", "pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.count})"

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that it is mended."""
        return self.settled_at is None


class LogPosition(models.Model):
    """How far a log was read: the file, by its number on the disk, and the byte."""

    name = models.CharField(max_length=20, unique=True)
    inode = models.PositiveBigIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "ops"

    def __str__(self) -> str:
        return f"{self.name} {self.inode}:{self.offset}"


def collect(*, at: datetime) -> int:
    """Bring the errors that were logged since the last time into the table; how many. Safe to run twice."""
    with locks.transaction():
        LogPosition.objects.bulk_create([LogPosition(name=reading.APP)], ignore_conflicts=True)
        position = locks.locked(LogPosition.objects.filter(name=reading.APP)).get()
        found = 0
        for path, offset in _unread(position):
            lines, end = _read(path, offset)
            _count(lines)
            found += len(lines)
            position.inode, position.offset = path.stat().st_ino, end
        LogPosition.objects.filter(pk=position.pk).update(inode=position.inode, offset=position.offset)
    _forget(at=at)
    return found


def fingerprint(line: reading.Line) -> str:
    """What makes two errors the same: where, which kind, and the words without their numbers and quotes."""
    words = line.get("error", "") if line.get("error") and line.get("where") else NUMBERS.sub("#", line["event"])
    parts = (_side(line), str(line.get("where") or line.get("logger")), str(words))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def every(*, is_open: bool | None = None) -> "models.QuerySet[ErrorGroup]":
    """The kinds of error, the latest first; with `is_open` only those, or only the settled ones."""
    rows = ErrorGroup.objects.order_by("-last_at", "pk")
    return rows if is_open is None else rows.filter(settled_at__isnull=is_open)


def by_fingerprint(*, fingerprint: str) -> ErrorGroup:
    """The kind of error; raises `NotFound`."""
    found = ErrorGroup.objects.filter(fingerprint=fingerprint).first()
    if found is None:
        raise NotFound()
    return found


def settle(*, fingerprint: str, by: Actor, at: datetime) -> None:
    """Say that it is mended. Should it come again, it is new again. Raises `NotFound`."""
    found = by_fingerprint(fingerprint=fingerprint)
    with locks.transaction():
        if ErrorGroup.objects.filter(pk=found.pk, settled_at=None).update(settled_at=at, settled_by=str(by)):
            audit.record(action="error.settle", subject=f"error:{fingerprint}", by=by, at=at, title=found.title)


def _unread(position: LogPosition) -> list[tuple[Path, int]]:
    """The files that hold what was not read yet, each with where to begin."""
    plain = [path for path in reading.files(reading.APP) if path.suffix == ".log"]
    inodes = [path.stat().st_ino for path in plain]
    if position.inode not in inodes:
        return [(path, 0) for path in plain]
    place = inodes.index(position.inode)
    return [(plain[place], position.offset), *((path, 0) for path in plain[place + 1 :])]


def _read(path: Path, offset: int) -> tuple[list[reading.Line], int]:
    """The errors of a file from there on, and where its last whole line ends."""
    errors, end = [], offset
    with path.open("rb") as file:
        file.seek(offset)
        for raw in file:
            if not raw.endswith(b"\n"):
                break
            end += len(raw)
            line = reading.parsed(raw) if b'"level": "error"' in raw or b'"level": "critical"' in raw else None
            if line and line.get("level") in ERRORS and line.get("logger") not in QUIET and not _is_chosen(line):
                errors.append(line)
    return errors, end


def _is_chosen(line: reading.Line) -> bool:
    """Whether the shop meant to answer so: a probe of a database that is away, or a page while the shop is shut."""
    return not line.get("exception") and str(line.get("event", "")).startswith(SHUT)


def _count(lines: Iterable[reading.Line]) -> None:
    for line in lines:
        at = datetime.fromisoformat(line["at"])
        facts = {
            "side": _side(line),
            "title": _title(line),
            "where": str(line.get("where") or line.get("logger"))[:200],
            "first_at": at,
            "last_at": at,
        }
        row, _is_new = ErrorGroup.objects.get_or_create(fingerprint=fingerprint(line), defaults=facts)
        reopened = {} if row.settled_at is None or row.settled_at > at else {"settled_at": None, "settled_by": ""}
        ErrorGroup.objects.filter(pk=row.pk).update(
            count=models.F("count") + 1,
            last_at=max(row.last_at, at),
            title=_title(line),
            last_request=str(line.get("request", ""))[:16],
            traceback=str(line.get("exception") or line.get("stack") or "")[-MOST_TRACEBACK:],
            **({"first_at": at} if reopened else {}),
            **reopened,
        )


def _title(line: reading.Line) -> str:
    last = str(line.get("exception", "")).strip().splitlines()[-1:]
    return (last[0] if last else str(line["event"]))[:200]


def _side(line: reading.Line) -> Side:
    if line.get("logger") == BROWSER:
        return Side.BROWSER
    return Side.JOB if line.get("job") else Side.SERVER


def _forget(*, at: datetime) -> None:
    ErrorGroup.objects.filter(last_at__lt=at - KEPT).delete()
    beyond = ErrorGroup.objects.order_by("-last_at").values_list("pk", flat=True)[MOST_GROUPS:]
    ErrorGroup.objects.filter(pk__in=list(beyond)).delete()
