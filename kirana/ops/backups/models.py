"""The list of backups, where each lies, and how each trial went."""

from django.db import models

from kirana.core.actors import ByField
from kirana.core.states import StateChange
from kirana.ops.backups.states import BackupState


class Backup(models.Model):
    """One backup, by the name its archive has in every place."""

    name = models.CharField(max_length=80, unique=True)  # the archive's, without what follows the first dot
    archive = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=BackupState.choices, default=BackupState.RUNNING)
    by = ByField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_sealed = models.BooleanField(default=False)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    took_ms = models.PositiveBigIntegerField(default=0)
    note = models.JSONField(default=dict)  # what lies beside the archive in each place
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["state", "-begun_at"], name="backup_state_begun")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_kept(self) -> bool:
        """Whether there is an archive of it."""
        return self.state == BackupState.KEPT


class BackupStateChange(StateChange):
    subject = models.ForeignKey(Backup, on_delete=models.PROTECT, related_name="history")

    class Meta(StateChange.Meta):
        app_label = "ops"


class BackupCopy(models.Model):
    """A backup in a place: read back there and found to be what was sent, or why not."""

    backup = models.ForeignKey(Backup, on_delete=models.CASCADE, related_name="copies")
    place = models.CharField(max_length=200)
    verified_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)  # when retention took it away
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["backup", "place"], name="a_backup_is_once_in_a_place")]

    def __str__(self) -> str:
        return f"{self.backup} in {self.place}"

    @property
    def is_good(self) -> bool:
        """Whether it is there, as it was sent."""
        return self.verified_at is not None and self.gone_at is None


class Drill(models.Model):
    """One trial of a restore, with what it took and what it found. Rows are only ever added."""

    backup_name = models.CharField(max_length=80)
    place = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    passed = models.BooleanField()
    found_code = models.CharField(max_length=40, blank=True)  # of the refusal that ended it
    found = models.TextField(blank=True)
    steps = models.JSONField(default=list)  # [{"step": …, "ms": …}]
    recovery_ms = models.PositiveBigIntegerField(default=0)  # from nothing to a shop that answers
    loss_seconds = models.PositiveBigIntegerField(default=0)  # what was written since, had the shop been lost now
    row_count = models.PositiveBigIntegerField(default=0)
    table_count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ops"
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["place", "-begun_at"], name="drill_of_place")]

    @property
    def recovery_seconds(self) -> int:
        """Until the shop answered."""
        return self.recovery_ms // 1000

    @property
    def loss_minutes(self) -> int:
        """What had been written since."""
        return self.loss_seconds // 60

    def __str__(self) -> str:
        return f"{self.backup_name} from {self.place}: {'passed' if self.passed else self.found_code}"
