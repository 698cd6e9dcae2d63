from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.catalog.states import ImportState
from kirana.core.actors import ByField
from kirana.core.states import StateChange
from kirana.stores.models import Store


class ImportBatch(models.Model):
    """A file that was read into the catalogue, or is waiting to be: what it would change, and what it did."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="imports")
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    row_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_state_display()})"


class ImportBatchStateChange(StateChange):
    subject = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="history")


class ImportOutcome(models.TextChoices):
    CREATED = "created", _("New")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("As it was")
    REFUSED = "refused", _("Refused")


class ImportRow(models.Model):
    """A row of the file that changes something or is refused; `was` is what undoing puts back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # counted in rows of data, from 1
    outcome = models.CharField(max_length=10, choices=ImportOutcome.choices)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    wanted = models.JSONField(default=dict, blank=True)  # the columns as read, until the batch is applied
    was = models.JSONField(default=dict, blank=True)  # the columns before, for those that changed

    class Meta:
        ordering = ["line"]
        indexes = [
            models.Index(fields=["batch", "outcome", "line"], name="import_row_outcome"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(reason=""), name="a_refused_row_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome} {self.name}"
