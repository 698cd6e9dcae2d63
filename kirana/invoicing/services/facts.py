"""What a document prints: plain JSON, so that a reprint in ten years says what the first print said."""

from collections.abc import Sequence
from typing import Any

from kirana.invoicing import words
from kirana.invoicing.places import State, states
from kirana.pricing.tax import NOTHING, TaxSplit
from kirana.stores.models import Store

Facts = dict[str, Any]


def supplier(store: Store) -> Facts:
    """The shop's particulars."""
    state = states().get(store.state_code)
    return {
        "name": store.name,
        "names": store.names,
        "legal_name": store.legal_name,
        "address": store.address,
        "gstin": store.gstin,
        "fssai": store.fssai_number,
        "phone": store.phone,
        "email": store.email,
        "state": place(state) if state else {"code": store.state_code, "name": store.state_code, "names": {}},
    }


def place(state: State) -> Facts:
    """A state's particulars."""
    return {"code": state.code, "name": state.name, "names": state.names}


def parts(tax: TaxSplit) -> Facts:
    """An amount and what it is made of, in paise."""
    return {
        "taxable": tax.taxable_paise,
        "cgst": tax.cgst_paise,
        "sgst": tax.sgst_paise,
        "igst": tax.igst_paise,
        "total": tax.total_paise,
    }


def summary(lines: Sequence[tuple[str, int, TaxSplit]]) -> list[Facts]:
    """What goods of the same HSN and rate come to together."""
    sums: dict[tuple[str, int], TaxSplit] = {}
    for hsn, rate_bp, tax in lines:
        sums[hsn, rate_bp] = sums.get((hsn, rate_bp), NOTHING) + tax
    return [{"hsn": hsn, "rate_bp": rate_bp, **parts(sums[hsn, rate_bp])} for hsn, rate_bp in sorted(sums)]


def totals(tax: TaxSplit) -> Facts:
    """The sums of a document, and the last of them in words."""
    total = tax.total_paise
    return {"totals": parts(tax), "words": {"en": words.in_english(total), "hi": words.in_hindi(total)}}
