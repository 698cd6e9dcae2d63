from django.db import models
from django.db.models import F, Q

from kirana.accounts.models import User
from kirana.catalog.models import Listing
from kirana.core.quantity import BaseUnit, Quantity
from kirana.core.states import StateChange
from kirana.customers.models import Customer
from kirana.delivery.models import Slot
from kirana.inventory.missing import IfMissing
from kirana.orders.states import BEFORE_PACKING, ORDERS, OrderState
from kirana.stores.models import Store


class Order(models.Model):
    """A promise to a person: these goods, to this door, in this slot, for this much.

    Names, prices and the address are snapshots: what the catalogue says tomorrow does not change them. The total is the
    sum of its parts by constraint (invariant G3) and never above `cap_paise`, which the shopper agreed to.
    """

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=32, unique=True)  # opens the order's page; known to the shopper only
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="orders")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=12, choices=OrderState.choices, default=OrderState.PENDING)

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    email = models.EmailField(blank=True)
    address_line = models.CharField(max_length=200)
    landmark = models.CharField(max_length=120, blank=True)
    pincode = models.CharField(max_length=6)
    place = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8)

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="orders")
    slot_starts_at = models.DateTimeField()
    slot_ends_at = models.DateTimeField()
    payment_method = models.CharField(max_length=30)
    rider = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries")

    goods_paise = models.PositiveBigIntegerField()
    delivery_fee_paise = models.PositiveBigIntegerField()
    discount_paise = models.PositiveBigIntegerField(default=0)
    total_paise = models.PositiveBigIntegerField()
    agreed_paise = models.PositiveBigIntegerField()  # the total the shopper saw and accepted
    cap_paise = models.PositiveBigIntegerField()  # the most that weighing may make of it

    begun_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["store", "state", "slot_starts_at"], name="order_board"),
            models.Index(fields=["customer", "-id"], name="order_of_customer"),
            models.Index(fields=["begun_at"], name="order_pending", condition=Q(state="pending")),
            models.Index(fields=["phone"], name="order_phone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_is_known"),
            models.CheckConstraint(
                condition=Q(total_paise=F("goods_paise") + F("delivery_fee_paise") - F("discount_paise")),
                name="an_order_totals_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(total_paise__lte=F("cap_paise")), name="an_order_stays_under_the_agreed_cap"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def may_vary(self) -> bool:
        """Whether weighing can still change the bill."""
        return self.cap_paise != self.agreed_paise and self.state in (OrderState.PENDING, *BEFORE_PACKING)

    @property
    def can_be_cancelled_by_shopper(self) -> bool:
        """Whether the shopper may still cancel on their own."""
        return ORDERS.allows(self.state, "cancel") and self.state in BEFORE_PACKING

    @property
    def first_name(self) -> str:
        """How a message greets them."""
        return self.name.split()[0] if self.name.strip() else self.name


class OrderStateChange(StateChange):
    subject = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="history")

    class Meta(StateChange.Meta):
        indexes = [models.Index(fields=["to_state", "at"], name="order_change_state_at")]


class OrderLine(models.Model):
    """So much of a thing at a price, as promised and as picked."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict)
    brand = models.CharField(max_length=120, blank=True)
    pack_label = models.CharField(max_length=80, blank=True)
    picture = models.CharField(max_length=120, blank=True)
    hsn = models.CharField(max_length=8, blank=True)
    aisle = models.CharField(max_length=20, blank=True)
    is_loose = models.BooleanField()
    unit = models.CharField(max_length=2, choices=BaseUnit.choices)

    quantity = models.PositiveIntegerField()  # promised, in base units
    most_quantity = models.PositiveIntegerField()  # the most that may be weighed for it
    picked_quantity = models.PositiveIntegerField(null=True)  # None until it is picked; 0: left out
    price_paise = models.PositiveBigIntegerField()  # for one piece, or 1000 base units
    mrp_paise = models.PositiveBigIntegerField(null=True)
    total_paise = models.PositiveBigIntegerField()
    cap_paise = models.PositiveBigIntegerField()

    note = models.CharField(max_length=160, blank=True)
    if_missing = models.CharField(max_length=10, choices=IfMissing.choices, default=IfMissing.CALL)
    missing_why = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "listing"], name="an_order_has_a_line_for_a_listing"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_line_is_for_something"),
            models.CheckConstraint(condition=Q(total_paise__lte=F("cap_paise")), name="a_line_stays_under_its_cap"),
            models.CheckConstraint(
                condition=Q(picked_quantity__isnull=True) | Q(picked_quantity__lte=F("most_quantity")),
                name="no_more_is_picked_than_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"

    def name_in(self, language: str) -> str:
        """The name in a language, as it was when the order was placed."""
        return str(self.names.get(language) or self.name)

    @property
    def base_unit(self) -> BaseUnit:
        """The unit as the enum."""
        return BaseUnit(self.unit)

    @property
    def is_picked(self) -> bool:
        """Whether someone has been to the shelf for it."""
        return self.picked_quantity is not None

    @property
    def is_missing(self) -> bool:
        """Whether it was left out, wholly."""
        return self.picked_quantity == 0

    @property
    def promised(self) -> Quantity:
        """What was ordered."""
        return Quantity(self.quantity, self.base_unit)

    @property
    def picked(self) -> Quantity | None:
        """What was taken from the shelf."""
        return None if self.picked_quantity is None else Quantity(self.picked_quantity, self.base_unit)
