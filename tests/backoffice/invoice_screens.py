"""The screens of invoices and taxes."""

from typing import Any

from kirana.accounts.roles import Permission
from kirana.invoicing import selectors as documents
from tests.backoffice.floor import Floor, Screen

P = Permission
BUYER = {"gstin": "27AAPFU0939F1ZV", "name": "Iyer Caterers"}
A_RATE = {
    "hsn": "8703",
    "description": "Motor cars",
    "percent": "40",
    "condition": "any",
    "effective_from": "2026-03-01",
    "effective_to": "",
    "source": "09/2025, Schedule III, S. No. 5",
}


def _document(floor: Floor) -> dict[str, Any]:
    """The bill of the order that is out."""
    return {"document": documents.documents_of(reference=floor.order("out").number)[0].number}


INVOICE_SCREENS = (
    Screen("staff_buyer", P.ACCEPT_ORDERS, 302, "post", order="packed", data=lambda _: BUYER),
    Screen("staff_document", P.SEE_ORDERS, 200, order="out", parts=_document),
    Screen("staff_document_pdf", P.SEE_ORDERS, 200, order="out", parts=_document),
    Screen("staff_invoices", P.SEE_INVOICES, 200),
    Screen("staff_returns", P.SEE_INVOICES, 200),
    Screen("staff_gstr1", P.SEE_INVOICES, 200, more="json", parts=lambda _: {"kind": "json"}),
    Screen("staff_gstr1", P.SEE_INVOICES, 200, more="csv", parts=lambda _: {"kind": "csv"}),
    Screen("staff_gst_rates", P.SEE_INVOICES, 200),
    Screen("staff_added_rates", P.EDIT_CATALOGUE, 302, "post", data=lambda _: A_RATE),
    Screen("staff_tax_terms", P.SET_DELIVERY, 302, "post", data=lambda _: {"gstin": "29AAGPR4821K1ZA"}),
)
