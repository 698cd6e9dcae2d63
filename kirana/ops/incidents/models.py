import hashlib
import json
from datetime import UTC, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kirana.core.actors import ByField
from kirana.core.states import StateChange
from kirana.ops.incidents.states import IncidentState, Kind, Severity

GENESIS = "0" * 64


class EntryKind(models.TextChoices):
    """Where a line of the timeline comes from."""

    DECLARED = "declared", _("Declared")
    STATE = "state", _("State")
    UPDATE = "update", _("Told the public")
    NOTE = "note", _("Note")
    STEP = "step", _("Step done")
    CHECK = "check", pgettext_lazy("where a line of a timeline comes from", "Check")
    SWITCH = "switch", _("Switch")
    ACTION = "action", _("Action")


class Incident(models.Model):
    """Something that is wrong for those who shop.

    `began_at` is when the trouble began, `declared_at` when it was said.
    """

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    state = models.CharField(max_length=12, choices=IncidentState.choices, default=IncidentState.OPEN)
    title = models.CharField(max_length=120)
    message = models.CharField(max_length=500, blank=True)  # what the public is told; empty: nothing
    message_hi = models.CharField(max_length=500, blank=True)
    eta = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    declared_at = models.DateTimeField()
    declared_by = ByField()
    told_at = models.DateTimeField()  # when the public message was last said anew
    acknowledged_at = models.DateTimeField(null=True)  # when someone first did something about it
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "ops"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=IncidentState.values), name="incident_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"I-{self.number} {self.title}"

    @property
    def is_going_on(self) -> bool:
        """Whether shoppers may still feel it."""
        return self.state in IncidentState.going_on()

    @property
    def time_to_acknowledge(self) -> timedelta | None:
        """From the beginning of the trouble until someone did something about it."""
        return self.acknowledged_at - self.began_at if self.acknowledged_at else None

    @property
    def time_to_resolve(self) -> timedelta | None:
        """From the beginning of the trouble until it was over."""
        return self.resolved_at - self.began_at if self.resolved_at else None

    def message_in(self, language: str) -> str:
        """What the public is told, in a language, or as it was written."""
        return (self.message_hi or self.message) if language == "hi" else self.message


class IncidentStateChange(StateChange):
    subject = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="history")

    class Meta(StateChange.Meta):
        app_label = "ops"


class IncidentEntry(models.Model):
    """A line of the timeline. Lines are only added; each one's hash covers the one before it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = ByField()
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "ops"
        ordering = ["incident_id", "position"]
        constraints = [models.UniqueConstraint(fields=["incident", "position"], name="one_entry_at_a_position")]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.position} {self.kind}"

    def expected_hash(self, previous: str) -> str:
        """What the hash of this content must be after an entry with the hash `previous`."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.incident_id, self.position, moment, str(self.by), self.kind, self.facts, previous]
        line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()


class Postmortem(models.Model):
    """What was learned, in Markdown. Each time it is kept is a row; the newest counts."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="postmortems")
    text = models.TextField()
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        app_label = "ops"
        ordering = ["incident_id", "pk"]

    def __str__(self) -> str:
        return f"post-mortem of {self.incident_id} kept {self.at:%Y-%m-%d %H:%M}"
