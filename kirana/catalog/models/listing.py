from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models.category import Category
from kirana.catalog.models.product import Product
from kirana.stores.models import Store


class Listing(models.Model):
    """A store offering a product: at what price, where it stands, whether it is on offer at all.

    `price_paise` is for one piece, or for 1000 base units (a kilogram, a litre) of loose goods, taxes included.
    The columns after `sorting` repeat what the shop sorts and filters by, so that a page of a large shelf is
    one walk along an index; `catalog.services.listings` is their only writer.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="listings")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings")
    price_paise = models.PositiveBigIntegerField(_("price"))
    mrp_paise = models.PositiveBigIntegerField(_("MRP"), null=True, blank=True)  # loose goods have none
    step = models.PositiveIntegerField(_("step"), default=1)  # what + and − change in a cart, in base units
    aisle = models.CharField(_("aisle"), max_length=20, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)
    is_featured = models.BooleanField(_("on the home page"), default=False)
    listed_at = models.DateTimeField()

    # sorting
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    popularity = models.PositiveIntegerField(default=0)  # packs or weighings sold, over the last while
    unit_price_paise = models.PositiveBigIntegerField(null=True)  # per kg, litre or piece; unknown contents: none
    discount_bp = models.PositiveIntegerField(default=0)  # below MRP, in hundredths of a per cent

    class Meta:
        verbose_name = _("listing")
        constraints = [
            models.UniqueConstraint(fields=["store", "product"], name="a_store_lists_a_product_once"),
            models.CheckConstraint(condition=Q(price_paise__gt=0), name="price_is_not_zero"),
            models.CheckConstraint(condition=Q(step__gt=0), name="a_step_moves"),
            models.CheckConstraint(
                condition=Q(mrp_paise__isnull=True) | Q(price_paise__lte=F("mrp_paise")), name="price_is_not_above_mrp"
            ),
        ]
        indexes = [
            models.Index(
                fields=["store", "category", "-popularity", "id"], name="listing_shelf", condition=Q(is_active=True)
            ),
            models.Index(fields=["store", "-popularity", "id"], name="listing_popular", condition=Q(is_active=True)),
            models.Index(
                fields=["store", "-discount_bp", "-popularity"], name="listing_offers", condition=Q(is_active=True)
            ),
            models.Index(fields=["store", "-listed_at"], name="listing_newest", condition=Q(is_active=True)),
            models.Index(
                fields=["store", "is_featured", "-popularity"],
                name="listing_featured",
                condition=Q(is_active=True, is_featured=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} at {self.store}"

    @property
    def saving_paise(self) -> int:
        """How far the price is below MRP."""
        return 0 if self.mrp_paise is None else self.mrp_paise - self.price_paise
