from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.actors import ByField
from kirana.ops.incidents.models import Incident


class NoticeKind(models.TextChoices):
    """Whom the law has us tell."""

    CERT_IN = "cert_in", _("CERT-In")
    BOARD = "board", _("Data Protection Board")
    PEOPLE = "people", _("The people affected")


class BreachNotice(models.Model):
    """A notice, drafted from the facts and edited by a person. What was sent is not edited any more."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    language = models.CharField(max_length=8, default="en")
    text = models.TextField()
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = ByField(blank=True)
    sent_how = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "language"], name="one_notice_of_a_kind_in_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"
