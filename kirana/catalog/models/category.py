from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A shelf, or a department of shelves. `path` is the slugs from the root down: `staples/atta/`."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(default=dict, blank=True)  # by language code, where it differs from `name`
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=400, unique=True)
    position = models.PositiveIntegerField(default=0)
    picture = models.CharField(max_length=120, blank=True)  # as Product.picture
    search_words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("category")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return str(self.names.get(language) or self.name)


class Brand(models.Model):
    """The name a maker sells under."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
