"""What a payment may become."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class PaymentState(models.TextChoices):
    STARTED = "started", _("Started")  # the gateway has not answered yet
    PROMISED = "promised", _("To be paid on delivery")
    AUTHORISED = "authorised", _("Held on the card")
    CAPTURED = "captured", _("Paid")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def dead(cls) -> list[str]:
        """States in which no money will come of the payment."""
        return [cls.FAILED, cls.CANCELLED]


S = PaymentState

PAYMENTS = StateMachine(
    subject="payment",
    states=PaymentState,
    first=S.STARTED,
    moves=(
        move("promise", [S.STARTED], S.PROMISED, _("Pay on delivery")),
        move("authorise", [S.STARTED], S.AUTHORISED, _("Hold")),
        move("capture", [S.STARTED, S.PROMISED, S.AUTHORISED], S.CAPTURED, _("Take the money")),
        move("reprice", [S.PROMISED], S.PROMISED, _("Follow the bill")),
        move("fail", [S.STARTED, S.AUTHORISED], S.FAILED, _("Fail")),
        move("cancel", [S.STARTED, S.PROMISED, S.AUTHORISED], S.CANCELLED, _("Cancel")),
    ),
)
