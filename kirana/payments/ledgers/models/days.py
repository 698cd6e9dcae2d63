from django.db import models

from kirana.core.actors import ByField
from kirana.stores.models import Store


class ClosedDay(models.Model):
    """A day whose books are closed: what came and went, what did not balance, and where everything stood.

    `totals` is everything up to `until`, since the shop began; `figures` is that less the totals of the day closed
    before. Whatever was not in one day's totals is therefore in the next day's figures. Rows are never changed.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="closed_days")
    on = models.DateField()
    until = models.DateTimeField()
    totals = models.JSONField()
    figures = models.JSONField()
    balances = models.JSONField()
    findings = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["store", "on"], name="a_day_closes_once")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
