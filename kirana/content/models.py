from django.db import models
from django.db.models import F, Q

from kirana.catalog.models import Listing
from kirana.stores.models import Store


class Campaign(models.Model):
    """A season the shop does something for: its days and where it leads. `season` is a key of `content.calendar`.

    A season that the shop lets pass is kept too, so that nobody is asked about it again.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="campaigns")
    key = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)  # by language code
    season = models.SlugField(max_length=60, blank=True)
    link = models.CharField(max_length=200, blank=True)  # a path within the shop, without the language
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_skipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="a_store_has_a_campaign_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_campaign_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.key

    def name_in(self, language: str) -> str:
        """The name in a language, or in English."""
        return str(self.names.get(language) or self.names.get("en", self.key))


class Banner(models.Model):
    """A picture with a sentence and a link, shown on the home page between two days, both included."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="banners")
    key = models.SlugField(max_length=60)
    titles = models.JSONField(default=dict)  # by language code
    lines = models.JSONField(default=dict)  # the sentence under the title, by language code
    calls = models.JSONField(default=dict)  # the words on the button, by language code
    languages = models.JSONField(default=list)  # the codes of those it is shown in; none: in all
    link = models.CharField(max_length=200)  # a path within the shop, without the language
    picture = models.CharField(max_length=120)  # the stem of its files
    starts_on = models.DateField()
    ends_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="banners")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="a_store_has_a_banner_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_banner_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.key


class Feature(models.Model):
    """The place of a product among those on the home page, and the last day it stands there.

    That it stands there at all is `Listing.is_featured`; one ticked on the product's own page has no place and comes
    last.
    """

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="feature")
    position = models.PositiveSmallIntegerField(default=0)
    until = models.DateField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}: {self.listing_id}"


class Announcement(models.Model):
    """A sentence over every page of the shop, from one moment to another."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="announcements")
    texts = models.JSONField(default=dict)  # by language code
    link = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="an_announcement_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.texts.get("en", self.pk))


class Turning(models.Model):
    """When a store's content was last looked at for what begins or ends by itself."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
