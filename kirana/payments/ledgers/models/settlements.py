from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.core.actors import ByField
from kirana.core.states import StateChange
from kirana.payments.ledgers.states import SettlementState
from kirana.payments.models import Payment
from kirana.stores.models import Store


class SettlementFile(models.Model):
    """A file in which a gateway says what it has paid out, and for what."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="settlement_files")
    gateway = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=SettlementState.choices, default=SettlementState.READ)
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SettlementState.values), name="settlement_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_state_display()})"


class SettlementStateChange(StateChange):
    subject = models.ForeignKey(SettlementFile, on_delete=models.PROTECT, related_name="history")


class LineKind(models.TextChoices):
    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    PAYOUT = "payout", _("Paid to the bank")
    OTHER = "other", _("Other")


class LineProblem(models.TextChoices):
    NONE = "", _("Matched")
    REFUSED = "refused", _("Cannot be read")
    KNOWN = "known", _("In the books already")
    NOBODYS = "nobodys", _("No such payment here")
    OTHER_AMOUNT = "other_amount", _("Another amount than ours")


class SettlementLine(models.Model):
    """A row of such a file: what a payment or a refund came to once the gateway had taken its fee, and the tax on it.

    `net_paise` = `gross_paise` − `fee_paise` − `tax_paise`; of a refund `gross_paise` is below nothing. A line counts
    from when its file is applied until it is undone, and only one line of a gateway's with the same key counts.
    """

    file = models.ForeignKey(SettlementFile, on_delete=models.PROTECT, related_name="lines")
    gateway = models.CharField(max_length=30)
    row_number = models.PositiveIntegerField()
    key = models.CharField(max_length=80, blank=True)  # the gateway's own id of the row
    kind = models.CharField(max_length=8, choices=LineKind.choices, default=LineKind.OTHER)
    ids = models.JSONField(default=list)  # every id in the row that a payment of ours may be known by
    gross_paise = models.BigIntegerField(default=0)
    fee_paise = models.BigIntegerField(default=0)
    tax_paise = models.BigIntegerField(default=0)
    net_paise = models.BigIntegerField(default=0)
    settled_on = models.DateField(null=True, blank=True)
    payout = models.CharField(max_length=80, blank=True)
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="settled_by")
    problem = models.CharField(max_length=12, choices=LineProblem.choices, blank=True)
    said = models.CharField(max_length=200, blank=True)  # what is wrong with the row, for a person
    is_counted = models.BooleanField(default=False)

    class Meta:
        ordering = ["row_number"]
        indexes = [models.Index(fields=["problem"], name="settlement_line_open", condition=Q(is_counted=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "key"], condition=Q(is_counted=True), name="a_settled_line_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(net_paise=F("gross_paise") - F("fee_paise") - F("tax_paise")),
                name="a_settled_line_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.net_paise}"
