"""Questions about backups."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from kirana.core.audit import AuditEntry
from kirana.ops.backups.models import Backup, BackupCopy, Drill
from kirana.ops.backups.states import BackupState


def newest_kept() -> Backup | None:
    """The newest backup there is."""
    return Backup.objects.filter(state=BackupState.KEPT).first()


def is_due(*, at: datetime) -> bool:
    """Whether it is time to make one: none is being made, and the last try is long enough ago."""
    last = Backup.objects.first()
    if last is None:
        return True
    return last.state != BackupState.RUNNING and at - last.begun_at >= timedelta(hours=settings.BACKUP_EVERY_HOURS)


def drills_due(*, at: datetime) -> list[str]:
    """The places that hold a backup and whose last trial is longer ago than `BACKUP_DRILL_DAYS`."""
    recent = set(newer_drills(at=at).values_list("place", flat=True))
    return [place for place in settings.BACKUP_PLACES if place not in recent and copies_in(place).exists()]


def newer_drills(*, at: datetime) -> "QuerySet[Drill]":
    """The trials that are not too long ago."""
    return Drill.objects.filter(begun_at__gt=at - timedelta(days=settings.BACKUP_DRILL_DAYS))


def copies_in(place: str) -> "QuerySet[BackupCopy]":
    """The good copies in a place, the newest first."""
    good = BackupCopy.objects.filter(place=place, verified_at__isnull=False, gone_at__isnull=True)
    return good.select_related("backup").order_by("-backup__begun_at")


def last_drill(place: str) -> Drill | None:
    """The latest trial of a place."""
    return Drill.objects.filter(place=place).first()


def last_good_drill() -> Drill | None:
    """The latest trial, of whichever place, that ended with a shop that was right."""
    return Drill.objects.filter(passed=True).first()


def last_drills() -> list[Drill]:
    """The latest trial of each place that is in the settings."""
    return [drill for address in settings.BACKUP_PLACES if (drill := last_drill(address))]


def all_backups() -> "QuerySet[Backup]":
    """Every backup with its copies, the newest first."""
    return Backup.objects.prefetch_related("copies")


def is_new_shop(*, at: datetime) -> bool:
    """Whether the first entry of the log is so young that no backup can be expected yet."""
    first = AuditEntry.objects.order_by("number").first()
    return first is None or at - first.at < timedelta(hours=settings.BACKUP_EVERY_HOURS)


def last_download() -> AuditEntry | None:
    """When someone last took an archive with them."""
    return AuditEntry.objects.filter(action="backup.download").order_by("-number").first()
