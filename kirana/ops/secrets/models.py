from django.db import models


class SecretSeen(models.Model):
    """The first time that a secret had this value. The value itself is not here: a slow, salted fingerprint is."""

    key = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()

    class Meta:
        app_label = "ops"
        ordering = ["pk"]
        indexes = [models.Index(fields=["key"], name="secret_seen_key")]

    def __str__(self) -> str:
        return f"{self.key} since {self.first_seen_at:%Y-%m-%d}"
