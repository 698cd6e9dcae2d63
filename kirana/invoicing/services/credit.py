"""Taking back from an invoice: for returns, for weight that was not there, for what came back undelivered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kirana.core import clock, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import divide_half_up, format_rupees, share_out
from kirana.invoicing.models import Document, DocumentKind, DocumentLine
from kirana.invoicing.selectors import credited_by_line
from kirana.invoicing.services import facts, numbering
from kirana.invoicing.services.facts import Facts
from kirana.pricing.tax import NOTHING, TaxSplit


class MoreThanInvoiced(ShopError):
    code = "more_than_invoiced"
    status = 422
    sentence = _("Only %(left)s of this invoice is left to take back.")


class NothingToCredit(ShopError):
    code = "nothing_to_credit"
    status = 422
    sentence = _("There is nothing to take back.")


def credit(
    *,
    invoice: Document,
    amount_paise: int | None = None,
    lines: Mapping[int, int] | None = None,
    is_new: bool = False,
    by: Actor,
    at: datetime,
    why: str,
) -> Document:
    """Write a credit note: for `lines` (positions on the invoice and paise with tax), an amount, or all that is left.

    An amount is taken from every line in proportion to what is left of it. All the notes of an invoice together
    take back its tax to the paisa. `is_new`: the caller has just written the invoice, in this transaction; nobody else
    can see it, and it needs no lock. Raises `MoreThanInvoiced`, or `NothingToCredit`; nothing is written then.
    """
    with locks.transaction():
        held = invoice if is_new else locks.locked(Document.objects.filter(pk=invoice.pk)).get()
        sold = list(held.lines.all())
        before = credited_by_line(invoice_id=held.pk)
        left = {line.position: line.total_paise - before.get(line.position, 0) for line in sold}
        taken = _taken(left, amount_paise, lines)
        parts = [(line, _part(line, before.get(line.position, 0), taken[line.position])) for line in sold]
        credited = [(line, tax) for line, tax in parts if tax.total_paise]
        return _write(held, credited, by=by, at=at, why=why)


def _taken(left: Mapping[int, int], amount: int | None, lines: Mapping[int, int] | None) -> dict[int, int]:
    """How much of each line is taken back."""
    if lines is None:
        whole = sum(left.values())
        lines = dict(zip(left, share_out(whole if amount is None else amount, list(left.values())), strict=True))
    taken = {position: lines.get(position, 0) for position in left}
    is_too_much = any(taken[position] > left[position] for position in left)
    if is_too_much or set(lines) - set(left) or min(lines.values(), default=0) < 0:
        raise MoreThanInvoiced(left=format_rupees(sum(left.values()), get_language() or "en"))
    if not any(taken.values()):
        raise NothingToCredit()
    return taken


def _part(line: DocumentLine, before: int, taken: int) -> TaxSplit:
    """The tax in what is taken back: what is in all that has been taken by now, less what was in it before."""
    return _share(line, before + taken) - _share(line, before)


def _share(line: DocumentLine, amount: int) -> TaxSplit:
    if not amount:
        return NOTHING
    cgst, sgst, igst = (
        divide_half_up(part * amount, line.total_paise) for part in (line.cgst_paise, line.sgst_paise, line.igst_paise)
    )
    return TaxSplit(amount - cgst - sgst - igst, cgst, sgst, igst)


def _write(
    invoice: Document, lines: Sequence[tuple[DocumentLine, TaxSplit]], *, by: Actor, at: datetime, why: str
) -> Document:
    on, tax = clock.shop_date(at), sum((part for _line, part in lines), NOTHING)
    number = numbering.draw(store_id=invoice.store_id, kind=DocumentKind.CREDIT_NOTE, on=on)
    printed = _facts(invoice, lines, number["number"], on) | {"why": why[:200]}
    note = Document.objects.create(
        **number,
        **_of_the_invoice(invoice),
        corrects=invoice,
        issued_at=at,
        issued_on=on,
        taxable_paise=tax.taxable_paise,
        cgst_paise=tax.cgst_paise,
        sgst_paise=tax.sgst_paise,
        igst_paise=tax.igst_paise,
        total_paise=tax.total_paise,
        facts=printed,
        facts_hash=numbering.hash_of(printed),
        by=str(by),
        why=why[:200],
    )
    DocumentLine.objects.bulk_create(_line(note, line, part) for line, part in lines)
    return note


def _of_the_invoice(invoice: Document) -> dict[str, Any]:
    """The columns a note shares with what it corrects."""
    names = ("store_id", "reference", "place_of_supply", "is_interstate", "buyer_gstin", "buyer_name")
    return {name: getattr(invoice, name) for name in names}


def _line(note: Document, line: DocumentLine, part: TaxSplit) -> DocumentLine:
    return DocumentLine(
        document=note,
        position=line.position,
        name=line.name,
        hsn=line.hsn,
        quantity=_quantity(line, part),
        unit=line.unit,
        rate_bp=line.rate_bp,
        taxable_paise=part.taxable_paise,
        cgst_paise=part.cgst_paise,
        sgst_paise=part.sgst_paise,
        igst_paise=part.igst_paise,
        total_paise=part.total_paise,
    )


def _quantity(line: DocumentLine, part: TaxSplit) -> int:
    """The goods of a line that is taken back whole; where only money is, no goods come back."""
    return line.quantity if part.total_paise == line.total_paise else 0


def _facts(invoice: Document, lines: Sequence[tuple[DocumentLine, TaxSplit]], number: str, on: date) -> Facts:
    """The invoice's own particulars, with what is taken back in place of what was sold."""
    printed = {line["position"]: line for line in invoice.facts["lines"]}
    kept = ("scheme", "order", "ordered_on", "supplier", "buyer", "place", "is_interstate", "state_tax")
    tax = sum((part for _line, part in lines), NOTHING)
    return {
        **{name: invoice.facts[name] for name in kept},
        "title": "credit_note",
        "number": number,
        "issued_on": on.isoformat(),
        "corrects": {"number": invoice.number, "issued_on": invoice.issued_on.isoformat()},
        "lines": [
            printed[line.position]
            | {"quantity": _quantity(line, part), "amount": part.total_paise, "adjustment": 0}
            | facts.parts(part)
            for line, part in lines
        ],
        "bill": {"goods": tax.total_paise, "delivery": 0, "discount": 0, "total": tax.total_paise},
        "summary": facts.summary([(line.hsn, line.rate_bp, part) for line, part in lines]),
        **facts.totals(tax),
    }
