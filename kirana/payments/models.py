import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateChange
from kirana.customers.models import Customer
from kirana.payments.states import EventState, PaymentState, RefundState


def new_gateway_key() -> str:
    """A key for a gateway that never comes again, not even after the database was put back to an earlier day."""
    return secrets.token_hex(12)


class Payment(models.Model):
    """An amount that someone is to pay for a reference, by one way to pay.

    `refunded_paise` is the sum of its refunds that have not failed: money that is on its way back is not there to be
    given back again, by constraint.
    """

    reference = models.CharField(max_length=40)
    gateway = models.CharField(max_length=30)
    gateway_key = models.CharField(max_length=40, unique=True, default=new_gateway_key)  # ours, as sent to it
    gateway_reference = models.CharField(max_length=80, blank=True)  # the gateway's own id, or a UTR
    payer = models.CharField(max_length=80, blank=True)  # what the gateway calls the shopper
    keeps_payer = models.BooleanField(default=False)  # they asked for it, this time
    utr = models.CharField(max_length=40, blank=True)  # of a transfer that a person looked up; used once
    state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.STARTED)
    amount_paise = models.PositiveBigIntegerField()
    authorised_paise = models.PositiveBigIntegerField(default=0)
    capture_paise = models.PositiveBigIntegerField(default=0)  # what the final bill wants of what is held
    captured_paise = models.PositiveBigIntegerField(default=0)
    refunded_paise = models.PositiveBigIntegerField(default=0)
    next_step = models.JSONField(default=dict, blank=True)  # what the shopper's page needs to go on
    started_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)  # when the gateway is asked next
    asked_at = models.DateTimeField(null=True)
    asked_times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "gateway"],
                condition=~Q(state__in=PaymentState.dead()),
                name="one_live_payment_for_a_reference",
            ),
            models.UniqueConstraint(fields=["utr"], condition=~Q(utr=""), name="a_utr_is_used_once"),
            models.CheckConstraint(
                condition=Q(captured_paise__lte=F("amount_paise")), name="no_more_is_captured_than_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(refunded_paise__lte=F("captured_paise")), name="no_more_is_refunded_than_was_captured"
            ),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["reference"], name="payment_reference"),
            models.Index(fields=["gateway_reference"], name="payment_gateway_reference"),
            models.Index(
                fields=["ask_at"], name="payment_unanswered", condition=Q(state__in=PaymentState.unanswered())
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} for {self.reference} ({self.get_state_display()})"

    @property
    def is_live(self) -> bool:
        """Whether money may still come of it, or has come of it."""
        return self.state not in PaymentState.dead()

    @property
    def kept_paise(self) -> int:
        """What was taken and is not given back, nor on its way back."""
        return self.captured_paise - self.refunded_paise


class PaymentStateChange(StateChange):
    subject = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="history")


class RefundKind(models.TextChoices):
    """Why money goes back."""

    EXCESS = "excess", _("More was taken than the bill came to")
    CANCELLED = "cancelled", _("The order was called off")
    LATE = "late", _("The money came too late")
    GOODS = "goods", _("Given back by the shop")  # lowers what the order owes


class Refund(models.Model):
    """An amount of a captured payment on its way back to where it came from."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    kind = models.CharField(max_length=10, choices=RefundKind.choices)
    key = models.CharField(max_length=80, unique=True)  # ours; one key, one refund
    gateway_key = models.CharField(max_length=40, unique=True, default=new_gateway_key)  # with the attempt, as sent
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.BEGUN)
    amount_paise = models.PositiveBigIntegerField()
    shares = models.JSONField(default=dict, blank=True)  # paise by the order's line, where it was for lines
    why = models.CharField(max_length=200, blank=True)
    gateway_reference = models.CharField(max_length=80, blank=True)
    earlier_references = models.JSONField(default=list, blank=True)  # of the tries that failed: news of them is old
    failure = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_paise__gt=0), name="a_refund_is_of_something"),
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="refund_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=RefundKind.values), name="refund_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["gateway_reference"], name="refund_gateway_reference"),
            models.Index(fields=["ask_at"], name="refund_to_ask_after", condition=Q(ask_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"refund {self.pk} of payment {self.payment_id} ({self.get_state_display()})"

    @property
    def reason(self) -> str:
        """Why the shop gave it, for the customer to read; nothing where it went back by itself."""
        return self.why if self.kind == RefundKind.GOODS else ""

    @property
    def attempt_key(self) -> str:
        """What makes a repeated request for this attempt one effect on the gateway's side."""
        return f"{self.gateway_key}-{self.attempt}"


class RefundStateChange(StateChange):
    subject = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="history")


class UsedUtr(models.Model):
    """The bank's number of a transfer, and the one thing it paid for: a payment, a khata's entry, a refund."""

    utr = models.CharField(max_length=40, unique=True)
    used_for = models.CharField(max_length=120)
    reference = models.CharField(max_length=120)  # as a person knows it: the order's number, whose khata
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.utr} for {self.reference}"


class SavedPayer(models.Model):
    """That a customer asked a gateway to keep how they pay, and what it calls them. No card is known here."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="saved_payers")
    gateway = models.CharField(max_length=30)
    payer = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "gateway"], name="one_payer_for_a_gateway")]

    def __str__(self) -> str:
        return f"{self.payer} at {self.gateway}"


class WebhookEvent(models.Model):
    """A verified message of a gateway, kept as it came, and what it was read to say."""

    gateway = models.CharField(max_length=30)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    gateway_reference = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    says = models.JSONField(default=dict)  # the answer about a charge or a refund, as it was verified
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    state = models.CharField(max_length=12, choices=EventState.choices, default=EventState.RECEIVED)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="one_event_once"),
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="event_state_received"),
            models.Index(fields=["received_at"], name="event_received"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_id} ({self.kind})"


class WebhookEventStateChange(StateChange):
    subject = models.ForeignKey(WebhookEvent, on_delete=models.PROTECT, related_name="history")


class Forgery(models.Model):
    """How many messages with a wrong signature came in the name of a gateway, on a day; what they said is not kept."""

    gateway = models.CharField(max_length=30)
    on = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "on"], name="one_count_of_forgeries_a_day")]

    def __str__(self) -> str:
        return f"{self.times} forged in the name of {self.gateway} on {self.on}"
