from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.core.actors import ByField
from kirana.core.quantity import BaseUnit
from kirana.invoicing.rates import Condition, Rate
from kirana.pricing.tax import TaxSplit
from kirana.stores.models import Store


class DocumentKind(models.TextChoices):
    TAX_INVOICE = "tax_invoice", _("Tax invoice")
    BILL_OF_SUPPLY = "bill_of_supply", _("Bill of supply")
    CREDIT_NOTE = "credit_note", _("Credit note")

    @property
    def letter(self) -> str:
        """What its numbers begin with."""
        return {"tax_invoice": "T", "bill_of_supply": "B", "credit_note": "C"}[self.value]


class Document(models.Model):
    """What the shop gave a buyer for a supply, or for a part of one that was taken back. Never changed once written.

    `facts` is everything that is printed, `facts_hash` its hash: a reprint says what the first print said. The number
    is consecutive in a store, a kind and a financial year (April to March), and at most 16 characters.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=14, choices=DocumentKind.choices)
    financial_year = models.CharField(max_length=4)  # "2627": April 2026 to March 2027
    sequence = models.PositiveBigIntegerField()
    number = models.CharField(max_length=16)
    reference = models.CharField(max_length=20, db_index=True)  # the number of the order
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    place_of_supply = models.CharField(max_length=2)
    is_interstate = models.BooleanField()
    buyer_gstin = models.CharField(max_length=15, blank=True)
    buyer_name = models.CharField(max_length=160)

    taxable_paise = models.BigIntegerField()
    cgst_paise = models.BigIntegerField()
    sgst_paise = models.BigIntegerField()
    igst_paise = models.BigIntegerField()
    total_paise = models.PositiveBigIntegerField()

    facts = models.JSONField()
    facts_hash = models.CharField(max_length=64)
    by = ByField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["store", "issued_on", "kind"], name="document_of_a_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "kind", "financial_year", "sequence"], name="a_document_number_is_given_once"
            ),
            models.UniqueConstraint(fields=["store", "number"], name="a_printed_number_is_given_once"),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(kind="credit_note"), name="an_order_is_invoiced_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="credit_note", corrects__isnull=False)
                | (~Q(kind="credit_note") & Q(corrects__isnull=True)),
                name="a_credit_note_corrects_an_invoice",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_paise=F("taxable_paise") + F("cgst_paise") + F("sgst_paise") + F("igst_paise"),
                    cgst_paise=F("sgst_paise"),
                ),
                name="a_document_totals_its_parts",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes something back."""
        return self.kind == DocumentKind.CREDIT_NOTE

    @property
    def tax_paise(self) -> int:
        """All of its tax."""
        return self.cgst_paise + self.sgst_paise + self.igst_paise


class DocumentLine(models.Model):
    """A line of a document: so much of a thing, what it came to, and the tax in that.

    Of a credit note: the part of the invoice's line with the same position that is taken back.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    hsn = models.CharField(max_length=8, blank=True)
    quantity = models.PositiveBigIntegerField()  # in base units; 0 where only money is taken back
    unit = models.CharField(max_length=2, choices=BaseUnit.choices)
    rate_bp = models.PositiveIntegerField()
    taxable_paise = models.BigIntegerField()
    cgst_paise = models.BigIntegerField()
    sgst_paise = models.BigIntegerField()
    igst_paise = models.BigIntegerField()
    total_paise = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="a_document_has_a_line_once"),
            models.CheckConstraint(
                condition=Q(total_paise=F("taxable_paise") + F("cgst_paise") + F("sgst_paise") + F("igst_paise")),
                name="a_document_line_totals_its_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"

    @property
    def tax(self) -> TaxSplit:
        """What its total is made of."""
        return TaxSplit(self.taxable_paise, self.cgst_paise, self.sgst_paise, self.igst_paise)


class Buyer(models.Model):
    """The business an order is for, when its buyer has a GSTIN and wants it on the invoice."""

    reference = models.CharField(max_length=20, unique=True)  # the number of the order
    gstin = models.CharField(max_length=15)
    name = models.CharField(max_length=160)
    by = ByField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.gstin} {self.name}"


class AddedRate(models.Model):
    """A rate of GST that the shop added to the shipped table: never changed, only followed by a later one."""

    hsn = models.CharField(max_length=8)
    description = models.CharField(max_length=200)
    rate_bp = models.PositiveIntegerField()
    condition = models.CharField(max_length=8, choices=Condition.choices, default=Condition.ANY)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["hsn", "effective_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rate_bp__lte=10_000), name="a_rate_is_at_most_the_price"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="a_rate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hsn} {self.rate_bp} from {self.effective_from}"

    def as_rate(self) -> Rate:
        """The row of the table that it is."""
        return Rate(
            hsn=self.hsn,
            description=self.description,
            rate_bp=self.rate_bp,
            condition=self.condition,
            words=(),
            above_paise=None,
            up_to_paise=None,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            source=self.source,
            is_added=True,
        )
