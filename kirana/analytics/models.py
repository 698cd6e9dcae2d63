from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far a visitor came on a day."""

    VISIT = "visit", _("Came")
    PRODUCT = "product", _("Looked at a product")
    BASKET = "basket", _("Put something into the basket")
    CHECKOUT = "checkout", _("Opened the checkout")
    ORDER = "order", _("Ordered")


class DaySalt(models.Model):
    """What visitors' traces of a day are hashed with. It is deleted with the traces: nobody can be found again then."""

    on = models.DateField(unique=True)
    salt = models.CharField(max_length=64)


class Trace(models.Model):
    """A visitor of a day and how far they came: a hash that means nothing the day after."""

    on = models.DateField()
    visitor = models.CharField(max_length=16)
    stage = models.CharField(max_length=10, choices=Stage.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "visitor", "stage"], name="a_stage_is_reached_once_a_day")]


class DayCount(models.Model):
    """How often something happened on a day: visitors of a stage, looks at a product, searches without a result."""

    on = models.DateField()
    kind = models.CharField(max_length=12)  # a stage, `seen`, `searched` or `not_found`
    subject = models.CharField(max_length=160, blank=True)  # a product's slug, or the words that found nothing
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "kind", "subject"], name="a_day_counts_a_thing_once")]
        indexes = [models.Index(fields=["kind", "on"], name="day_count_kind")]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.subject}: {self.times}"
