"""Questions about documents, and about the rates they are made with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from kirana.catalog.models import Listing, Product
from kirana.core.errors import NotFound, ShopError
from kirana.invoicing import rates
from kirana.invoicing.models import AddedRate, Buyer, Document, DocumentKind, DocumentLine
from kirana.invoicing.rates import Goods, Rate, RateTable

INVOICES = (DocumentKind.TAX_INVOICE, DocumentKind.BILL_OF_SUPPLY)


@dataclass(frozen=True, slots=True)
class WithoutRate:
    """A product on offer that could not be invoiced, and why."""

    product: Product
    why: ShopError


def invoice_of(*, reference: str) -> Document | None:
    """What was given for an order; None before it leaves the shop."""
    return Document.objects.filter(reference=reference, kind__in=INVOICES).first()


def documents_of(*, reference: str) -> list[Document]:
    """The invoice of an order and the credit notes to it, in the order they were written."""
    return list(Document.objects.filter(reference=reference).order_by("pk"))


def of_store(*, store_id: int, number: str) -> Document:
    """A document of this store, for its staff."""
    found = Document.objects.filter(store_id=store_id, number=number).first()
    if found is None:
        raise NotFound()
    return found


def of_order(*, reference: str, number: str) -> Document:
    """A document of an order, for whoever may see the order."""
    found = Document.objects.filter(reference=reference, number=number).first()
    if found is None:
        raise NotFound()
    return found


def in_period(*, store_id: int, first: date, last: date) -> QuerySet[Document]:
    """The documents dated from the first to the last day, the newest first."""
    return Document.objects.filter(store_id=store_id, issued_on__range=(first, last))


def searched(documents: QuerySet[Document], *, kind: str = "", text: str = "") -> QuerySet[Document]:
    """Those of a kind, and those whose number, order, buyer or GSTIN holds a text."""
    if kind:
        documents = documents.filter(kind=kind)
    if text:
        where = Q(number__icontains=text) | Q(reference__icontains=text)
        documents = documents.filter(where | Q(buyer_name__icontains=text) | Q(buyer_gstin__icontains=text))
    return documents


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """What the documents of a kind come to."""

    kind: str
    documents: int
    taxable_paise: int
    cgst_paise: int
    sgst_paise: int
    igst_paise: int
    total_paise: int

    @property
    def label(self) -> str:
        """The name of the kind."""
        return str(DocumentKind(self.kind).label)


def sums(documents: QuerySet[Document]) -> list[PeriodSum]:
    """What the documents come to, kind by kind."""
    found = (
        documents.order_by()
        .values_list("kind")
        .annotate(
            Count("pk"),
            Sum("taxable_paise"),
            Sum("cgst_paise"),
            Sum("sgst_paise"),
            Sum("igst_paise"),
            Sum("total_paise"),
        )
    )
    return sorted((PeriodSum(*row) for row in found), key=lambda row: DocumentKind.values.index(row.kind))


def credited_by_line(*, invoice_id: int) -> dict[int, int]:
    """How much of each line of an invoice was taken back, in paise with tax."""
    lines = DocumentLine.objects.filter(document__corrects_id=invoice_id).order_by()
    return dict(lines.values_list("position").annotate(paise=Sum("total_paise")))


def left_to_credit(*, reference: str) -> int:
    """What an order was invoiced for, less what was taken back, in paise; 0 before there is an invoice."""
    invoice = invoice_of(reference=reference)
    if invoice is None:
        return 0
    taken = invoice.credit_notes.aggregate(paise=Sum("total_paise"))["paise"] or 0
    return invoice.total_paise - int(taken)


def buyer_of(*, reference: str) -> Buyer | None:
    """The business an order is for."""
    return Buyer.objects.filter(reference=reference).first()


def rate_table() -> RateTable:
    """The shipped rates and those the shop added."""
    added = [row.as_rate() for row in AddedRate.objects.all()]
    return rates.shipped().plus(added) if added else rates.shipped()


def rates_on(day: date, *, text: str = "") -> list[Rate]:
    """The rates in force on a day or coming after it: all, or those whose heading or goods a text is of."""
    rows = [row for row in rate_table().rows() if row.effective_to is None or row.effective_to >= day]
    if text.isdigit():
        return [row for row in rows if row.hsn.startswith(text[:8]) or text.startswith(row.hsn)]
    return [row for row in rows if text.casefold() in f"{row.description} {' '.join(row.words)}".casefold()]


def goods_of(product: Product, *, price_paise: int, hsn: str = "") -> Goods:
    """What decides a product's rate; `hsn` stands in where the product has none."""
    return Goods(
        hsn=product.hsn or hsn,
        name=" ".join([product.name, *product.names.values()]),
        is_loose=product.is_loose,
        net_quantity=product.net_quantity,
        unit=product.net_unit,
        price_paise=price_paise,
    )


def without_rate(*, store_id: int, on: date) -> list[WithoutRate]:
    """The products on offer that no rate is known for, so that no parcel waits for one."""
    return list(_without_rate(store_id, on))


def _without_rate(store_id: int, on: date) -> Iterator[WithoutRate]:
    table = rate_table()
    offered = Listing.objects.filter(store_id=store_id, is_active=True).select_related("product")
    for listing in offered.order_by("product__name", "pk"):
        try:
            rates.for_product(goods=goods_of(listing.product, price_paise=listing.price_paise), on=on, table=table)
        except (rates.NoRate, rates.HsnMissing, rates.HsnTooShort) as why:
            yield WithoutRate(listing.product, why)
