from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.customers.models import Customer
from kirana.payments.ledgers.models.entry import Entry


class CreditAccount(models.Model):
    """What the shop keeps for a customer: refunds they left with it and goodwill, spent on later orders."""

    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="credit")
    balance_paise = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance_paise__gte=0), name="store_credit_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.balance_paise}"


class CreditKind(models.TextChoices):
    GOODWILL = "goodwill", _("Goodwill")
    REFUND = "refund", _("Refund")  # of a payment made another way
    SPENT = "spent", _("Spent")
    RETURNED = "returned", _("Given back")  # what was spent on an order that came to nothing, or to less


class CreditEntry(Entry):
    """A line of a customer's store credit. More may be spent after a positive change."""

    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=CreditKind.choices)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(change_paise=0), name="a_credit_entry_changes_something"),
            models.CheckConstraint(condition=Q(kind__in=CreditKind.values), name="credit_kind_is_known"),
        ]
