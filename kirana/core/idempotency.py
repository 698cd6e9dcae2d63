"""One key, one effect (invariant G4).

A story claims its key in the transaction that does the work. A second claimant of the same key waits for the
first to finish and then learns what came of it; if the first rolled back, the key is free again.
"""

from datetime import datetime

from django.db import connection, models

# On PostgreSQL this waits for another story that has the same key in hand, and does nothing when that one is done.
CLAIM = """
    INSERT INTO core_idempotencykey (scope, key, result, claimed_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (scope, key) DO NOTHING
"""


class IdempotencyKey(models.Model):
    """A key that has been used, and the reference of what it made."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    result = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_effect_per_key")]
        indexes = [models.Index(fields=["claimed_at"], name="idempotency_claimed_at")]

    def __str__(self) -> str:
        return f"{self.scope}/{self.key} → {self.result}"


def claim(*, scope: str, key: str, result: str, at: datetime) -> str:
    """Claim the key for `result`; returns the result that holds it: `result`, or an earlier one.

    Call it inside the transaction that makes the result, before making it.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [scope, key, result, connection.ops.adapt_datetimefield_value(at)])
        if cursor.rowcount:
            return result
    return IdempotencyKey.objects.values_list("result", flat=True).get(scope=scope, key=key)
