from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import User
from kirana.payments.ledgers.models.entry import Entry
from kirana.stores.models import Store


class CashBox(models.Model):
    """Cash of the shop in one place: the till, or with the person who rides."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="cash_boxes")
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="cash_boxes")
    balance_paise = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance_paise__gte=0), name="cash_is_not_negative"),
            models.UniqueConstraint(fields=["store"], condition=Q(holder__isnull=True), name="a_store_has_one_till"),
            models.UniqueConstraint(fields=["store", "holder"], name="a_person_holds_one_box"),
        ]

    def __str__(self) -> str:
        return f"{self.holder or 'till'}: {self.balance_paise}"


class CashKind(models.TextChoices):
    TAKEN = "taken", _("Taken from a customer")
    HANDED_IN = "handed_in", _("Handed in")  # leaves the rider
    RECEIVED = "received", _("Taken in from a rider")  # comes into the till
    COUNT = "count", _("Counted")  # the change is the difference found
    PAID_OUT = "paid_out", _("Paid out")
    PUT_IN = "put_in", _("Put in")


class CountedAt(models.TextChoices):
    OPENING = "opening", _("On opening")
    CLOSING = "closing", _("On closing")
    HAND_IN = "hand_in", _("On handing in")


class CashEntry(Entry):
    """A line of a box of cash. `counted_paise` is what was in somebody's hands when it was counted."""

    account = models.ForeignKey(CashBox, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=CashKind.choices)
    counted_paise = models.PositiveBigIntegerField(null=True, blank=True)
    counted_at = models.CharField(max_length=8, choices=CountedAt.choices, blank=True)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["account", "at"], name="cash_entry_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(change_paise=0) | Q(kind="count"), name="a_cash_entry_moves_something"),
            models.CheckConstraint(condition=Q(kind__in=CashKind.values), name="cash_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="count") & Q(counted_paise__isnull=False) | ~Q(kind="count"),
                name="a_count_says_what_was_counted",
            ),
        ]
