from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.customers.models import Customer
from kirana.payments.ledgers.models.entry import Entry
from kirana.stores.models import Store


class KhataAccount(models.Model):
    """A customer's khata: what they have taken and not paid yet, free of interest, never above the limit.

    `balance_paise` is what they owe; below nothing, they have paid ahead. What was given in a month falls due on the
    `due_day` of the next.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="khatas")
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="khata")
    limit_paise = models.PositiveBigIntegerField()
    due_day = models.PositiveSmallIntegerField(default=5)
    balance_paise = models.BigIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["store", "-balance_paise"], name="khata_owing")]
        constraints = [
            models.CheckConstraint(condition=Q(balance_paise__lte=F("limit_paise")), name="a_khata_stays_in_its_limit"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=28), name="every_month_has_the_due_day"),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.balance_paise} of {self.limit_paise}"

    @property
    def room_paise(self) -> int:
        """The most that may still be given."""
        return self.limit_paise - self.balance_paise if self.is_open else 0


class KhataKind(models.TextChoices):
    GIVEN = "given", _("Given")
    REPAID = "repaid", _("Paid")
    RETURNED = "returned", _("Taken back")  # goods that were given and came back, or weighed less
    CORRECTION = "correction", _("Corrected")


class Means(models.TextChoices):
    CASH = "cash", _("Cash")
    UPI = "upi", _("UPI")


class KhataEntry(Entry):
    """A line of a khata. More is owed after a positive change."""

    account = models.ForeignKey(KhataAccount, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=KhataKind.choices)
    means = models.CharField(max_length=4, choices=Means.choices, blank=True)  # of a payment
    utr = models.CharField(max_length=22, blank=True)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["account", "at"], name="khata_entry_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(change_paise=0), name="a_khata_entry_changes_something"),
            models.CheckConstraint(condition=Q(kind__in=KhataKind.values), name="khata_kind_is_known"),
            models.CheckConstraint(condition=Q(means="") | Q(kind="repaid"), name="only_a_payment_has_means"),
            models.UniqueConstraint(fields=["utr"], condition=~Q(utr=""), name="a_utr_repays_once"),
        ]
