from django.db import models
from django.db.models import F, Q

from kirana.stores.models import Store


class Banner(models.Model):
    """A picture with a sentence and a link, shown on the home page between two days, both included."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="banners")
    key = models.SlugField(max_length=60)
    titles = models.JSONField(default=dict)  # by language code
    lines = models.JSONField(default=dict)  # the sentence under the title, by language code
    calls = models.JSONField(default=dict)  # the words on the button, by language code
    link = models.CharField(max_length=200)  # a path within the shop, without the language
    picture = models.CharField(max_length=120)  # the stem of its files
    starts_on = models.DateField()
    ends_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="a_store_has_a_banner_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_banner_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.key
