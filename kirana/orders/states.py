"""What an order may become. Screens draw their buttons from this table; docs/states.md draws it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kirana.core.states import StateMachine, move


class OrderState(models.TextChoices):
    PENDING = "pending", _("Being placed")  # stock is promised, the payment is not settled yet
    PLACED = "placed", _("Placed")
    ACCEPTED = "accepted", _("Accepted")
    PICKING = "picking", _("Being picked")
    PACKED = "packed", _("Packed")
    OUT = "out", _("On the way")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def holding_a_place(cls) -> list[str]:
        """States in which the order takes room in its delivery slot."""
        return [state for state in cls if state is not cls.CANCELLED]


S = OrderState

ORDERS = StateMachine(
    subject="order",
    states=OrderState,
    first=S.PENDING,
    moves=(
        move("place", [S.PENDING], S.PLACED, pgettext_lazy("an order", "Place")),
        move("abandon", [S.PENDING], S.CANCELLED, _("Give up")),
        # Only what nobody called off: see `services.revive`.
        move("revive", [S.CANCELLED], S.PLACED, _("Take up again")),
        move("accept", [S.PLACED], S.ACCEPTED, _("Accept")),
        move("start_picking", [S.ACCEPTED], S.PICKING, _("Start picking")),
        move("pack", [S.PICKING], S.PACKED, pgettext_lazy("an order", "Pack")),
        move("hand_over", [S.PACKED], S.OUT, _("Hand over")),
        move("bring_back", [S.OUT], S.PACKED, _("Not delivered")),
        move("deliver", [S.OUT], S.DELIVERED, _("Delivered")),
        move("cancel", [S.PLACED, S.ACCEPTED, S.PICKING, S.PACKED], S.CANCELLED, _("Cancel")),
    ),
)

# From these a shopper may cancel without asking: nothing has been cut, weighed or packed for good.
BEFORE_PACKING = frozenset({S.PLACED, S.ACCEPTED, S.PICKING})
