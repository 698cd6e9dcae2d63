"""Issuing what leaves with the goods: a tax invoice, or a bill of supply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kirana.core import clock, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import share_out
from kirana.invoicing import rates, selectors
from kirana.invoicing.models import Buyer, Document, DocumentKind, DocumentLine
from kirana.invoicing.places import State, state_of, states
from kirana.invoicing.sale import Sale, SoldLine
from kirana.invoicing.services import facts, numbering
from kirana.invoicing.services.facts import Facts
from kirana.pricing.tax import NOTHING, TaxSplit, split
from kirana.stores.models import TaxScheme


class RatesUnknown(ShopError):
    code = "gst_rates_unknown"
    status = 422
    sentence = _("The GST rate of these is not known, so there can be no invoice: %(products)s. See “GST rates”.")


class NotAcrossStates(ShopError):
    code = "composition_across_states"
    sentence = _(
        "This order goes to %(state)s. Under the composition scheme a shop may not sell to another state: call the "
        "customer, and cancel it."
    )


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A sold line with its share of delivery and discount, its rate and its tax."""

    sold: SoldLine
    rate_bp: int
    tax: TaxSplit

    @property
    def adjustment_paise(self) -> int:
        """What delivery and discount made of the line's own amount: more than 0 is more to pay."""
        return self.tax.total_paise - self.sold.amount_paise


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has its number."""

    sale: Sale
    kind: DocumentKind
    place: State
    is_interstate: bool
    lines: Sequence[DraftLine]
    buyer: Buyer | None

    @property
    def tax(self) -> TaxSplit:
        """What the whole is made of."""
        return sum((line.tax for line in self.lines), NOTHING)


def issue(*, sale: Sale, by: Actor, at: datetime) -> Document:
    """Write the document of a sale and give it its number, in the caller's transaction; the second time, find it.

    A shop with a GSTIN under the regular scheme gives a tax invoice, unless all of the goods are exempt; every other
    a bill of supply. Fee and discount belong to the value of the goods and share their rates, in proportion (decision
    0024). Raises `RatesUnknown` with the names of all goods that no rate is known for, and `NotAcrossStates` for a
    composition dealer's sale to another state (section 10(2)(c) of the CGST Act); nothing was written then.
    """
    with locks.transaction():
        made = selectors.invoice_of(reference=sale.reference)
        if made is not None:
            return made
        on = clock.shop_date(at)
        draft = _draft(sale, on)
        return _write(draft, numbering.draw(store_id=sale.store.pk, kind=draft.kind, on=on), by, at)


def _draft(sale: Sale, on: date) -> Draft:
    home = sale.store.state_code
    place = state_of(pincode=sale.pincode) or states()[home]
    is_interstate = place.code != home
    if is_interstate and sale.store.tax_scheme == TaxScheme.COMPOSITION:
        raise NotAcrossStates(state=place.name_in(get_language() or "en"))
    is_regular = sale.store.tax_scheme == TaxScheme.REGULAR
    found = _rates(sale.lines, on) if is_regular else [0] * len(sale.lines)
    shares = share_out(sale.total_paise, [line.amount_paise for line in sale.lines])
    lines = [
        DraftLine(sold, rate_bp, split(amount_paise=share, rate_bp=rate_bp, is_interstate=is_interstate))
        for sold, rate_bp, share in zip(sale.lines, found, shares, strict=True)
    ]
    return Draft(
        sale=sale,
        kind=DocumentKind.TAX_INVOICE if any(found) else DocumentKind.BILL_OF_SUPPLY,
        place=place,
        is_interstate=is_interstate,
        lines=lines,
        buyer=selectors.buyer_of(reference=sale.reference),
    )


def _rates(lines: Sequence[SoldLine], on: date) -> list[int]:
    """The rate of each line. Raises `RatesUnknown`."""
    table, found, unknown = selectors.rate_table(), [], []
    for line in lines:
        try:
            found.append(rates.for_product(goods=line.goods, on=on, table=table).rate_bp)
        except (rates.NoRate, rates.HsnMissing, rates.HsnTooShort):
            unknown.append(f"{line.name} ({line.goods.hsn or '–'})")
    if unknown:
        raise RatesUnknown(products=", ".join(unknown))
    return found


def _write(draft: Draft, number: dict[str, Any], by: Actor, at: datetime) -> Document:
    sale, buyer, tax = draft.sale, draft.buyer, draft.tax
    printed = _facts(draft, number["number"], clock.shop_date(at))
    document = Document.objects.create(
        **number,
        store=sale.store,
        reference=sale.reference,
        issued_at=at,
        issued_on=clock.shop_date(at),
        place_of_supply=draft.place.code,
        is_interstate=draft.is_interstate,
        buyer_gstin=buyer.gstin if buyer else "",
        buyer_name=buyer.name if buyer else sale.buyer_name,
        taxable_paise=tax.taxable_paise,
        cgst_paise=tax.cgst_paise,
        sgst_paise=tax.sgst_paise,
        igst_paise=tax.igst_paise,
        total_paise=tax.total_paise,
        facts=printed,
        facts_hash=numbering.hash_of(printed),
        by=str(by),
    )
    DocumentLine.objects.bulk_create(_line(document, line) for line in draft.lines)
    return document


def _line(document: Document, line: DraftLine) -> DocumentLine:
    return DocumentLine(
        document=document,
        position=line.sold.position,
        name=line.sold.name,
        hsn=line.sold.goods.hsn,
        quantity=line.sold.quantity,
        unit=line.sold.unit,
        rate_bp=line.rate_bp,
        taxable_paise=line.tax.taxable_paise,
        cgst_paise=line.tax.cgst_paise,
        sgst_paise=line.tax.sgst_paise,
        igst_paise=line.tax.igst_paise,
        total_paise=line.tax.total_paise,
    )


def _facts(draft: Draft, number: str, on: date) -> Facts:
    sale = draft.sale
    taxed = [(line.sold.goods.hsn, line.rate_bp, line.tax) for line in draft.lines]
    return {
        "title": _title(draft),
        "scheme": str(sale.store.tax_scheme),
        "number": number,
        "issued_on": on.isoformat(),
        "order": sale.reference,
        "ordered_on": clock.shop_date(sale.sold_at).isoformat(),
        "supplier": facts.supplier(sale.store),
        "buyer": _buyer(draft),
        "place": facts.place(draft.place),
        "is_interstate": draft.is_interstate,
        "state_tax": "UTGST" if draft.place.is_union_territory else "SGST",
        "lines": [_line_facts(line) for line in draft.lines],
        "bill": {
            "goods": sale.goods_paise,
            "delivery": sale.delivery_fee_paise,
            "discount": sale.discount_paise,
            "total": sale.total_paise,
        },
        "summary": facts.summary(taxed),
        **facts.totals(draft.tax),
    }


def _title(draft: Draft) -> str:
    """Rule 46A: taxed and exempt goods for someone who is not registered may stand on one document."""
    if draft.kind is DocumentKind.BILL_OF_SUPPLY:
        return "bill_of_supply"
    is_mixed = any(line.rate_bp == 0 for line in draft.lines)
    return "invoice_cum_bill_of_supply" if is_mixed and draft.buyer is None else "tax_invoice"


def _buyer(draft: Draft) -> Facts:
    sale, buyer = draft.sale, draft.buyer
    return {
        "name": buyer.name if buyer else sale.buyer_name,
        "gstin": buyer.gstin if buyer else "",
        "contact": sale.buyer_name if buyer else "",
        "phone": sale.buyer_phone,
        "address": sale.address,
        "pincode": sale.pincode,
        "state": facts.place(draft.place),
    }


def _line_facts(line: DraftLine) -> Facts:
    sold = line.sold
    return {
        "position": sold.position,
        "name": sold.name,
        "names": sold.names,
        "pack": sold.pack_label,
        "hsn": sold.goods.hsn,
        "quantity": sold.quantity,
        "unit": sold.unit,
        "price": sold.price_paise,
        "amount": sold.amount_paise,
        "adjustment": line.adjustment_paise,
        "rate_bp": line.rate_bp,
        **facts.parts(line.tax),
    }
