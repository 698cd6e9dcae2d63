from django.db import models
from django.utils.translation import gettext_lazy as _


class Judgement(models.TextChoices):
    """What became of a release."""

    WATCHED = "watched", _("Being watched")
    GOOD = "good", _("Good")
    ROLL_BACK = "roll_back", _("Take it back")


class Release(models.Model):
    """A version of the code, from the moment it began to run; the same version again is another row.

    What was counted before and after stands in the row when it is judged: measurements are forgotten, this is not.
    """

    name = models.CharField(max_length=80)  # the commit, or what `RELEASE` calls it
    began_at = models.DateTimeField()
    judgement = models.CharField(max_length=10, choices=Judgement.choices, default=Judgement.WATCHED)
    judged_at = models.DateTimeField(null=True)
    requests_before = models.PositiveIntegerField(default=0, db_default=0)
    errors_before = models.PositiveIntegerField(default=0, db_default=0)
    requests_after = models.PositiveIntegerField(default=0, db_default=0)
    errors_after = models.PositiveIntegerField(default=0, db_default=0)
    p95_before_ms = models.PositiveIntegerField(default=0, db_default=0)
    p95_after_ms = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        app_label = "ops"
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(judgement__in=Judgement.values), name="judgement_is_known"),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """The first twelve signs of a commit; another name as it is."""
        is_commit = len(self.name) == 40 and all(sign in "0123456789abcdef" for sign in self.name)
        return self.name[:12] if is_commit else self.name
