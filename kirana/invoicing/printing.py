"""Documents as people read them: pages to print or to make a PDF of, drawn from what was kept and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kirana.core.dates import written
from kirana.core.money import exact_rupees
from kirana.core.quantity import BaseUnit, Quantity
from kirana.invoicing.models import Document
from kirana.invoicing.services.facts import Facts

TEMPLATE, STYLE = "invoicing/document.html", "invoicing/document.css"
TITLES = {
    "tax_invoice": _("Tax invoice"),
    "invoice_cum_bill_of_supply": _("Invoice-cum-bill of supply"),
    "bill_of_supply": _("Bill of supply"),
    "credit_note": _("Credit note"),
}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed."""

    name: str
    pack: str
    hsn: str
    quantity: str
    price: str
    amount: str
    adjustment: str
    rate: str
    taxable: str
    tax: str
    total: str


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """What goods of one HSN and rate come to."""

    hsn: str
    rate: str
    taxable: str
    cgst: str
    sgst: str
    igst: str
    total: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it is printed, in a language. `facts` gives the particulars that are the same in all of them."""

    facts: Facts
    title: str
    is_credit_note: bool
    shop: str
    issued_on: str
    ordered_on: str
    corrected_on: str
    shop_state: str
    place: str
    lines: Sequence[PrintedLine]
    sums: Sequence[PrintedSum]
    totals: PrintedSum
    goods: str
    delivery: str  # empty when there is none
    discount: str  # empty when there is none
    words: str
    is_taxed: bool

    @property
    def is_adjusted(self) -> bool:
        """Whether delivery or discount is shared among the lines."""
        return bool(self.delivery or self.discount)


def as_html(document: Document, *, language: str, pdf_at: str = "", notice: str = "") -> str:
    """The page, to be looked at and printed; `pdf_at` is the address of the PDF."""
    return _page(document, language, pdf_at=pdf_at, notice=notice, style=STYLE)


def for_pdf(document: Document, *, language: str) -> str:
    """The page a PDF is drawn of, with the style sheet `STYLE` beside it."""
    return _page(document, language, pdf_at="", notice="", style="")


def _page(document: Document, language: str, **more: str) -> str:
    """The page in a language; a PDF's has no way to a PDF, and its style sheet comes beside it."""
    with translation.override(language):
        return render_to_string(TEMPLATE, {"page": printed(document.facts, language), **more})


def printed(facts: Facts, language: str) -> Printed:
    """What is printed, in a language."""
    bill = facts["bill"]
    return Printed(
        facts=facts,
        title=str(TITLES[facts["title"]]),
        is_credit_note=facts["title"] == "credit_note",
        shop=facts["supplier"]["names"].get(language) or facts["supplier"]["name"],
        issued_on=_day(facts["issued_on"]),
        ordered_on=_day(facts["ordered_on"]),
        corrected_on=_day(facts["corrects"]["issued_on"]) if "corrects" in facts else "",
        shop_state=_place(facts["supplier"]["state"], language),
        place=_place(facts["place"], language),
        lines=[_line(line, language) for line in facts["lines"]],
        sums=[_sum(row, language) for row in facts["summary"]],
        totals=_sum(facts["totals"] | {"hsn": "", "rate_bp": 0}, language),
        goods=exact_rupees(bill["goods"], language),
        delivery=exact_rupees(bill["delivery"], language) if bill["delivery"] else "",
        discount=exact_rupees(-bill["discount"], language) if bill["discount"] else "",
        words=facts["words"].get(language) or facts["words"]["en"],
        is_taxed=facts["scheme"] == "regular",
    )


def _line(line: Facts, language: str) -> PrintedLine:
    quantity = Quantity(line["quantity"], BaseUnit(line["unit"]))
    return PrintedLine(
        name=line["names"].get(language) or line["name"],
        pack=line["pack"],
        hsn=line["hsn"],
        quantity=quantity.format(language) if line["quantity"] else "–",
        price=exact_rupees(line["price"], language),
        amount=exact_rupees(line["amount"], language),
        adjustment=exact_rupees(line["adjustment"], language),
        rate=_percent(line["rate_bp"]),
        taxable=exact_rupees(line["taxable"], language),
        tax=exact_rupees(line["cgst"] + line["sgst"] + line["igst"], language),
        total=exact_rupees(line["total"], language),
    )


def _sum(row: Facts, language: str) -> PrintedSum:
    amounts = {name: exact_rupees(row[name], language) for name in ("taxable", "cgst", "sgst", "igst", "total")}
    return PrintedSum(hsn=row["hsn"] or "–", rate=_percent(row["rate_bp"]), **amounts)


def _percent(rate_bp: int) -> str:
    """`5%`, `2.5%`."""
    whole, left = divmod(rate_bp, 100)
    return f"{whole}.{left:02d}".rstrip("0") + "%" if left else f"{whole}%"


def _place(place: Facts, language: str) -> str:
    return f"{place['names'].get(language) or place['name']} ({place['code']})"


def _day(iso: str) -> str:
    return written(date.fromisoformat(iso), pgettext("format of a date", "d MMM y"))
