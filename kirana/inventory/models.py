from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models import Listing
from kirana.core.actors import ByField


class StockItem(models.Model):
    """What a store has of a listing, in the product's base unit.

    `on_hand` is on the shelf, `reserved` of it is promised to orders; what is left can be sold. Both are
    snapshots of ledgers: `on_hand` sums the movements, `reserved` sums the open reservations (invariant G2).
    """

    listing = models.OneToOneField(Listing, on_delete=models.PROTECT, related_name="stock")
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_on_hand_is_not_negative"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="no_more_is_promised_than_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} ({self.reserved} promised)"

    @property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.reserved


class MovementKind(models.TextChoices):
    OPENING = "opening", _("Opening stock")
    RECEIPT = "receipt", _("Received")
    COUNT = "count", _("Counted")
    WASTAGE = "wastage", _("Written off")
    SALE = "sale", _("Sold")
    RETURN = "return", _("Put back")


class StockMovement(models.Model):
    """One change of what is on the shelf. Rows are only ever added."""

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=MovementKind.choices)
    change = models.IntegerField()
    on_hand_after = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, blank=True, db_index=True)
    by = ByField()
    at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["item", "at"], name="movement_item_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(change=0) | Q(kind="count"), name="a_movement_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.change:+} {self.kind}"


class Reservation(models.Model):
    """Stock promised to a reference, an order. Open until it is ended by a sale or a release."""

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="reservations")
    reference = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "item"], name="an_order_reserves_an_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_reservation_is_for_something"),
        ]
        indexes = [models.Index(fields=["item"], name="reservation_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.quantity} for {self.reference}"
