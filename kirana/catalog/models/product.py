from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models.category import Brand, Category
from kirana.core.quantity import BaseUnit, Quantity


class VegMark(models.TextChoices):
    """The mark a food label must carry; `NONE` is for what is not food."""

    VEG = "veg", _("Vegetarian")
    NONVEG = "nonveg", _("Non-vegetarian")
    EGG = "egg", _("Contains egg")
    NONE = "none", _("Not a food")


class Product(models.Model):
    """What a thing is, whoever sells it.

    `unit` is what is counted, reserved and sold: pieces for a pack, grams or millilitres for loose goods.
    `net_quantity` of `net_unit` is what one pack holds (5000 g in a 5 kg pouch) and gives the unit price. Packs of the
    same thing share a `family`. What the law wants on a listing (Legal Metrology rule 6, FSSAI) has a column each.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(_("name"), max_length=300)
    names = models.JSONField(default=dict, blank=True)  # by language code, where it differs from `name`
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    family = models.SlugField(max_length=160, blank=True)

    is_loose = models.BooleanField(_("sold loose, by weight"), default=False)
    unit = models.CharField(max_length=2, choices=BaseUnit.choices, default=BaseUnit.PIECE)
    net_quantity = models.PositiveIntegerField(_("net quantity"), null=True, blank=True)
    net_unit = models.CharField(max_length=2, choices=BaseUnit.choices, blank=True)
    pack_label = models.CharField(_("pack"), max_length=80, blank=True)

    hsn = models.CharField(_("HSN"), max_length=8, blank=True)
    gtin = models.CharField(_("barcode"), max_length=14, null=True, blank=True, unique=True)
    veg_mark = models.CharField(_("veg mark"), max_length=6, choices=VegMark.choices, default=VegMark.NONE)
    origin = models.CharField(_("country of origin"), max_length=2, blank=True)  # ISO 3166-1; empty: not stated
    maker = models.CharField(_("maker or packer"), max_length=200, blank=True)
    importer = models.CharField(_("importer"), max_length=200, blank=True)
    fssai_number = models.CharField(_("FSSAI number"), max_length=14, blank=True)
    best_before = models.CharField(_("best before"), max_length=80, blank=True)
    ingredients = models.TextField(_("ingredients"), blank=True)
    nutrition = models.JSONField(_("nutrition per 100 g or ml"), default=dict, blank=True)
    storage = models.CharField(_("storage"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    descriptions = models.JSONField(default=dict, blank=True)
    search_words = models.TextField(_("other words people type"), blank=True)

    picture = models.CharField(max_length=120, blank=True)  # the stem of the first image's files
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("product")
        indexes = [
            models.Index(fields=["family"], name="product_family"),
            models.Index(fields=["category", "brand"], name="product_category_brand"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=BaseUnit.values), name="product_unit_is_known"),
            models.CheckConstraint(condition=Q(veg_mark__in=VegMark.values), name="product_veg_mark_is_known"),
            models.CheckConstraint(
                condition=Q(is_loose=True) | Q(unit=BaseUnit.PIECE), name="a_pack_is_counted_in_pieces"
            ),
            models.CheckConstraint(
                condition=Q(net_quantity__isnull=True, net_unit="")
                | Q(net_quantity__isnull=False, net_quantity__gt=0, net_unit__in=BaseUnit.values),
                name="net_quantity_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pack_label}".strip()

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return str(self.names.get(language) or self.name)

    def description_in(self, language: str) -> str:
        """The description in a language, or as it is written everywhere else."""
        return str(self.descriptions.get(language) or self.description)

    @property
    def base_unit(self) -> BaseUnit:
        """What is counted and sold, as the enum."""
        return BaseUnit(self.unit)

    @property
    def contents(self) -> Quantity | None:
        """What one pack holds, when the label says."""
        if self.net_quantity is None:
            return None
        return Quantity(self.net_quantity, BaseUnit(self.net_unit))

    @property
    def is_imported(self) -> bool:
        """Whether rule 6(10A) of the Legal Metrology rules asks for its origin to be told apart."""
        return self.origin not in ("", "IN")


class ProductImage(models.Model):
    """A picture of a product, kept as WebP in the widths of `catalog.services.images`."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    stem = models.CharField(max_length=120)  # where its files are, without `-320.webp`
    position = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveIntegerField()  # of the picture that was given, in pixels
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "stem"], name="a_product_shows_a_picture_once")]

    def __str__(self) -> str:
        return self.stem
