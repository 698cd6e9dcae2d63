from django.db import models
from django.db.models import Q

from kirana.catalog.models import Listing
from kirana.customers.models import Customer
from kirana.inventory.missing import IfMissing
from kirana.stores.models import Store


class Cart(models.Model):
    """What someone means to buy. The token is in their browser; a signed-in customer has one cart everywhere."""

    token = models.CharField(max_length=32, unique=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    customer = models.OneToOneField(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="cart")
    pincode = models.CharField(max_length=6, blank=True)  # where they said they live, to tell early whether we go there
    used_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["used_on"], name="cart_used_on")]

    def __str__(self) -> str:
        return f"cart {self.pk}"


class CartLine(models.Model):
    """So much of a listing, in base units. `seen_paise` is the price the shopper last saw, to tell them of a change."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_paise = models.PositiveBigIntegerField()
    note = models.CharField(max_length=160, blank=True)
    if_missing = models.CharField(max_length=10, choices=IfMissing.choices, default=IfMissing.CALL)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "listing"], name="a_cart_has_a_line_for_a_listing"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_cart_line_is_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.listing_id}"
