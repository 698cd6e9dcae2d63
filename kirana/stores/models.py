from django.db import models
from django.utils.translation import gettext_lazy as _


class TaxScheme(models.TextChoices):
    """How a store is taxed, which decides what its bills are."""

    UNREGISTERED = "unregistered", _("No GSTIN")
    COMPOSITION = "composition", _("Composition scheme")
    REGULAR = "regular", _("Regular scheme")


class Store(models.Model):
    """A shop: where it is, who answers for it, and the terms it sells on.

    `catalogue_version` grows with every change of what the shop offers; whatever is derived from the
    catalogue and kept in memory is kept under it.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict, blank=True)  # by language code, where it differs from `name`
    legal_name = models.CharField(max_length=160)
    address = models.TextField()
    city = models.CharField(max_length=80)
    state_code = models.CharField(max_length=2)  # GST state code: "29" is Karnataka
    pincode = models.CharField(max_length=6)
    phone = models.CharField(max_length=16)
    email = models.EmailField()
    gstin = models.CharField(max_length=15, blank=True)
    is_composition = models.BooleanField(default=False)  # pays tax on its turnover and may not collect any
    fssai_number = models.CharField(max_length=14, blank=True)
    grievance_officer = models.CharField(max_length=120)
    grievance_phone = models.CharField(max_length=16)
    grievance_email = models.EmailField()

    is_taking_orders = models.BooleanField(default=True)
    minimum_order_paise = models.PositiveBigIntegerField(default=0)
    delivery_fee_paise = models.PositiveBigIntegerField(default=0)
    free_delivery_from_paise = models.PositiveBigIntegerField(null=True, blank=True)
    # How far above the ordered weight the bill for loose goods may go, in hundredths of a per cent.
    weighing_tolerance_bp = models.PositiveIntegerField(default=1000)

    catalogue_version = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("store")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weighing_tolerance_bp__lte=5000), name="weighing_tolerance_is_at_most_half"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tax_scheme(self) -> TaxScheme:
        """How it is taxed."""
        if not self.gstin:
            return TaxScheme.UNREGISTERED
        return TaxScheme.COMPOSITION if self.is_composition else TaxScheme.REGULAR

    @property
    def particulars(self) -> tuple[str, ...]:
        """Everything that pages print of the store itself: what is drawn from it is the same while this is."""
        said = (self.name, self.legal_name, self.address, self.city, self.phone, self.gstin, self.fssai_number)
        officer = (self.grievance_officer, self.grievance_phone, self.grievance_email)
        return (*said, *officer, *(f"{code}:{name}" for code, name in self.names.items()))

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return str(self.names.get(language) or self.name)
