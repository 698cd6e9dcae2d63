from django.db import models
from django.db.models import F, Q

from kirana.core.states import StateChange
from kirana.payments.states import PaymentState


class Payment(models.Model):
    """An amount that someone is to pay for a reference, by one gateway."""

    reference = models.CharField(max_length=40)
    gateway = models.CharField(max_length=30)
    gateway_reference = models.CharField(max_length=80, blank=True)  # the gateway's own id, or a UTR
    state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.STARTED)
    amount_paise = models.PositiveBigIntegerField()
    captured_paise = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(state__in=PaymentState.dead()),
                name="one_live_payment_for_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(captured_paise__lte=F("amount_paise")), name="no_more_is_captured_than_was_asked"
            ),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_state_is_known"),
        ]
        indexes = [models.Index(fields=["reference"], name="payment_reference")]

    def __str__(self) -> str:
        return f"{self.gateway} for {self.reference} ({self.get_state_display()})"


class PaymentStateChange(StateChange):
    subject = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="history")
