from django.db import models

from kirana.core.actors import ByField


class Entry(models.Model):
    """A line of a ledger: by how much the balance changed, and what it was then. Rows are only ever added.

    A concrete ledger adds `account`, a foreign key with `related_name="entries"`, and `kind`.
    """

    change_paise = models.BigIntegerField()
    balance_after_paise = models.BigIntegerField()
    reference = models.CharField(max_length=40, blank=True, db_index=True)
    key = models.CharField(max_length=80, unique=True)  # the same key is the same entry
    why = models.CharField(max_length=200, blank=True)
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.change_paise:+} for {self.reference or self.why or 'nothing said'}"
