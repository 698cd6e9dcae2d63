"""GSTR-1, the return of what was supplied in a period: the sections and field names of the GST portal's JSON.

Amounts are rupees with two decimals, made from paise as `Decimal`; nothing is rounded here. Exempt goods stand in
`nil`, everything taxed in `b2b` (buyers with a GSTIN), `b2cl` (large, to another state), `b2cs` (all others, summed)
and, for what was taken back, `cdnr` and `cdnur`, or as less in `b2cs`.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kirana.core.money import PAISE_PER_RUPEE
from kirana.core.quantity import BaseUnit
from kirana.invoicing import selectors
from kirana.invoicing.models import Document, DocumentKind, DocumentLine
from kirana.pricing.tax import NOTHING, TaxSplit
from kirana.stores.models import Store

LARGE_PAISE = 1_00_000_00  # above this, what goes to another state and to no GSTIN is listed by invoice
UQC = {BaseUnit.GRAM: "KGS", BaseUnit.MILLILITRE: "LTR", BaseUnit.PIECE: "PCS"}  # the portal's codes of units
VERSION = "GST3.1.6"
Row = dict[str, Any]
SECTIONS = (
    ("b2b", _("Invoices to buyers with a GSTIN (B2B)")),
    ("b2cl", _("Large invoices to other states (B2CL)")),
    ("b2cs", _("All other taxed sales, summed (B2CS)")),
    ("cdnr", _("Credit notes to buyers with a GSTIN (CDNR)")),
    ("cdnur", _("Credit notes to large invoices (CDNUR)")),
    ("nil", _("Exempt goods only")),
)


@dataclass(frozen=True)
class Supplies:
    """The documents of a period with their lines, as the sections need them."""

    documents: Sequence[Document]
    lines: dict[int, list[DocumentLine]]

    def of(self, *kinds: str) -> Iterator[Document]:
        """The documents of these kinds."""
        return (document for document in self.documents if document.kind in kinds)

    def taxed(self, document: Document) -> dict[int, TaxSplit]:
        """What a document taxes, by rate; exempt goods are elsewhere."""
        sums: dict[int, TaxSplit] = {}
        for line in self.lines[document.pk]:
            if line.rate_bp:
                sums[line.rate_bp] = sums.get(line.rate_bp, NOTHING) + line.tax
        return dict(sorted(sums.items()))


def supplies(*, store: Store, first: date, last: date) -> Supplies:
    """What the store supplied, from the first to the last day: two statements, however many documents."""
    documents = list(
        selectors.in_period(store_id=store.pk, first=first, last=last).select_related("corrects").order_by("pk")
    )
    lines: dict[int, list[DocumentLine]] = {document.pk: [] for document in documents}
    for line in DocumentLine.objects.filter(document__in=documents).order_by("document_id", "position"):
        lines[line.document_id].append(line)
    return Supplies(documents, lines)


def as_return(*, store: Store, first: date, last: date) -> Row:
    """The whole return. Sections with nothing in them are left out, as the portal wants."""
    found = supplies(store=store, first=first, last=last)
    sections: Row = {
        "b2b": _b2b(found),
        "b2cl": _b2cl(found),
        "b2cs": _b2cs(found),
        "cdnr": _cdnr(found),
        "cdnur": _cdnur(found),
        "nil": _nil(found),
        "hsn": _hsn(found),
        "doc_issue": _doc_issue(found),
    }
    head: Row = {"gstin": store.gstin, "fp": f"{last:%m%Y}", "version": VERSION, "hash": "hash"}
    return head | {name: section for name, section in sections.items() if section}


def as_json(document: Any) -> str:
    """JSON with exact decimals: `1.10` stays `1.10`, and never becomes a float on the way."""
    return "".join(_written(document))


def as_csv(*, store: Store, first: date, last: date) -> str:
    """The lines of every document of the period, for a spreadsheet or an accountant's program."""
    found = supplies(store=store, first=first, last=last)
    file = io.StringIO()
    sheet = csv.writer(file)
    head = "section,document,date,order,buyer,gstin,place of supply,hsn,rate %,taxable,igst,cgst,sgst,total"
    sheet.writerow(head.split(","))
    for document in found.documents:
        sign = -1 if document.is_credit_note else 1
        for line in found.lines[document.pk]:
            sheet.writerow(_csv_row(document, line, sign))
    return file.getvalue()


def _csv_row(document: Document, line: DocumentLine, sign: int) -> list[Any]:
    tax = line.tax
    amounts = (tax.taxable_paise, tax.igst_paise, tax.cgst_paise, tax.sgst_paise, tax.total_paise)
    told = [document.number, f"{document.issued_on:%d-%m-%Y}", document.reference, _safe(document.buyer_name)]
    return [
        section_of(document) if line.rate_bp else "nil",
        *told,
        document.buyer_gstin,
        _place(document),
        line.hsn,
        _percent(line.rate_bp),
        *(_rupees(sign * paise) for paise in amounts),
    ]


def section_of(document: Document) -> str:
    """The section that the taxed goods of a document stand in."""
    if document.corrects is not None:
        if document.buyer_gstin:
            return "cdnr"
        return "cdnur" if _is_large(document.corrects) else "b2cs"
    if document.buyer_gstin:
        return "b2b"
    return "b2cl" if _is_large(document) else "b2cs"


@dataclass(frozen=True, slots=True)
class HsnSum:
    """What goods of the same HSN, rate and unit come to, less what was taken back."""

    hsn: str
    rate_bp: int
    unit: str
    quantity: int
    tax: TaxSplit


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many documents stand in a section of the return."""

    label: str
    documents: int


def counts(found: Supplies) -> list[SectionCount]:
    """How many documents each section of the return is made of."""
    sections = [section_of(document) if found.taxed(document) else "nil" for document in found.documents]
    return [SectionCount(str(label), sections.count(name)) for name, label in SECTIONS]


def hsn_sums(found: Supplies, *, is_business: bool | None = None) -> list[HsnSum]:
    """The summary by HSN; only of buyers with a GSTIN, or only of those without, when that is said."""
    totals: dict[tuple[str, int, str], tuple[int, TaxSplit]] = {}
    for document in found.documents:
        if is_business is not None and bool(document.buyer_gstin) != is_business:
            continue
        for line in found.lines[document.pk]:
            key = (line.hsn, line.rate_bp, line.unit)
            quantity, tax = totals.get(key, (0, NOTHING))
            if document.is_credit_note:
                totals[key] = (quantity - line.quantity, tax - line.tax)
            else:
                totals[key] = (quantity + line.quantity, tax + line.tax)
    return [HsnSum(*key, *totals[key]) for key in sorted(totals)]


def _hsn_row(number: int, row: HsnSum) -> Row:
    unit = BaseUnit(row.unit)
    return {
        "num": number,
        "hsn_sc": row.hsn,
        "desc": "",
        "uqc": UQC[unit],
        "qty": Decimal(row.quantity) / unit.per,
        "rt": _percent(row.rate_bp),
        **_amounts(row.tax),
    }


def _b2b(found: Supplies) -> list[Row]:
    invoices = (one for one in found.of(DocumentKind.TAX_INVOICE) if section_of(one) == "b2b")
    return _by_buyer(found, invoices, "inv", _invoice)


def _cdnr(found: Supplies) -> list[Row]:
    notes = (one for one in found.of(DocumentKind.CREDIT_NOTE) if section_of(one) == "cdnr" and found.taxed(one))
    return _by_buyer(found, notes, "nt", _note)


def _by_buyer(found: Supplies, documents: Iterable[Document], name: str, told: Any) -> list[Row]:
    buyers: dict[str, list[Row]] = {}
    for document in documents:
        row = told(document) | {"rchrg": "N", "inv_typ": "R", "itms": _items(found, document)}
        buyers.setdefault(document.buyer_gstin, []).append(row)
    return [{"ctin": gstin, name: rows} for gstin, rows in sorted(buyers.items())]


def _b2cl(found: Supplies) -> list[Row]:
    places: dict[str, list[Row]] = {}
    for document in found.of(DocumentKind.TAX_INVOICE):
        if section_of(document) == "b2cl":
            row = _invoice(document) | {"itms": _items(found, document)}
            del row["pos"]
            places.setdefault(_place(document), []).append(row)
    return [{"pos": place, "inv": rows} for place, rows in sorted(places.items())]


def _cdnur(found: Supplies) -> list[Row]:
    notes = [one for one in found.of(DocumentKind.CREDIT_NOTE) if section_of(one) == "cdnur" and found.taxed(one)]
    return [{"typ": "B2CL"} | _note(one) | {"itms": _items(found, one)} for one in notes]


def _b2cs(found: Supplies) -> list[Row]:
    sums: dict[tuple[str, bool, int], TaxSplit] = {}
    for document in found.of(DocumentKind.TAX_INVOICE, DocumentKind.CREDIT_NOTE):
        if section_of(document) != "b2cs":
            continue
        for rate_bp, tax in found.taxed(document).items():
            key = (_place(document), document.is_interstate, rate_bp)
            before = sums.get(key, NOTHING)
            sums[key] = before - tax if document.is_credit_note else before + tax
    return [
        {"sply_ty": "INTER" if inter else "INTRA", "pos": place, "typ": "OE", "rt": _percent(rate), **_amounts(tax)}
        for (place, inter, rate), tax in sorted(sums.items())
    ]


def _nil(found: Supplies) -> Row:
    sums: dict[str, int] = {}
    for document in found.documents:
        kind = ("INTR" if document.is_interstate else "INTRA") + ("B2B" if document.buyer_gstin else "B2C")
        exempt = sum(line.total_paise for line in found.lines[document.pk] if not line.rate_bp)
        if exempt:
            sums[kind] = sums.get(kind, 0) + (-exempt if document.is_credit_note else exempt)
    zero = _rupees(0)
    rows = [
        {"sply_ty": kind, "expt_amt": _rupees(sums[kind]), "nil_amt": zero, "ngsup_amt": zero} for kind in sorted(sums)
    ]
    return {"inv": rows} if rows else {}


def _hsn(found: Supplies) -> Row:
    sections = {"hsn_b2b": hsn_sums(found, is_business=True), "hsn_b2c": hsn_sums(found, is_business=False)}
    return {
        name: [_hsn_row(number, row) for number, row in enumerate(sums, start=1)]
        for name, sums in sections.items()
        if sums
    }


def _doc_issue(found: Supplies) -> Row:
    """From which number to which, series by series: 1 is the portal's number for invoices, 5 for credit notes."""
    natures = (
        (1, "Invoices for outward supply", (DocumentKind.TAX_INVOICE, DocumentKind.BILL_OF_SUPPLY)),
        (5, "Credit Note", (DocumentKind.CREDIT_NOTE,)),
    )
    told = [
        {"doc_num": number, "doc_typ": name, "docs": docs}
        for number, name, kinds in natures
        if (docs := list(_runs(found, kinds)))
    ]
    return {"doc_det": told} if told else {}


def _runs(found: Supplies, kinds: Sequence[str]) -> Iterator[Row]:
    series: dict[tuple[str, str], list[Document]] = {}
    for document in found.of(*kinds):
        series.setdefault((document.kind, document.financial_year), []).append(document)
    for number, documents in enumerate(series.values(), start=1):
        documents.sort(key=lambda document: document.sequence)
        count = len(documents)
        ends = {"from": documents[0].number, "to": documents[-1].number}
        yield {"num": number, **ends, "totnum": count, "cancel": 0, "net_issue": count}


def _invoice(document: Document) -> Row:
    return {
        "inum": document.number,
        "idt": f"{document.issued_on:%d-%m-%Y}",
        "val": _rupees(document.total_paise),
        "pos": _place(document),
    }


def _note(document: Document) -> Row:
    return {
        "ntty": "C",
        "nt_num": document.number,
        "nt_dt": f"{document.issued_on:%d-%m-%Y}",
        "val": _rupees(document.total_paise),
        "pos": _place(document),
    }


def _items(found: Supplies, document: Document) -> list[Row]:
    return [
        {"num": number, "itm_det": {"rt": _percent(rate_bp), **_amounts(tax)}}
        for number, (rate_bp, tax) in enumerate(found.taxed(document).items(), start=1)
    ]


def _amounts(tax: TaxSplit) -> Row:
    return {
        "txval": _rupees(tax.taxable_paise),
        "iamt": _rupees(tax.igst_paise),
        "camt": _rupees(tax.cgst_paise),
        "samt": _rupees(tax.sgst_paise),
        "csamt": _rupees(0),
    }


def _is_large(document: Document) -> bool:
    return document.is_interstate and document.total_paise > LARGE_PAISE


def _place(document: Document) -> str:
    return document.place_of_supply


def _rupees(paise: int) -> Decimal:
    return (Decimal(paise) / PAISE_PER_RUPEE).quantize(Decimal("0.01"))


def _percent(rate_bp: int) -> Decimal:
    return (Decimal(rate_bp) / 100).normalize() + 0


def _safe(text: str) -> str:
    """A name that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        parts = ["".join([json.dumps(name), ":", *_written(part)]) for name, part in value.items()]
        yield "{" + ",".join(parts) + "}"
    elif isinstance(value, list):
        yield "[" + ",".join("".join(_written(part)) for part in value) + "]"
    elif isinstance(value, Decimal):
        yield f"{value:f}"
    else:
        yield json.dumps(value, ensure_ascii=False)
