"""Lakshmi Stores with a GSTIN, and goods whose HSN is written: what an invoice needs."""

from datetime import datetime

from kirana.catalog.services import products
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import BY, NOW, Lakshmi

GSTIN = "29AAGPR4821K1ZA"
BUSINESS = "27AAPFU0939F1ZV"  # of Maharashtra; the check digit is right
HSN = {
    "atta": "1101",
    "small_atta": "1101",
    "milk": "0401",
    "eggs": "0407",
    "olive_oil": "1509",
    "onions": "0703",
    "almonds": "0802",
}


def register(lakshmi: Lakshmi, *, is_composition: bool = False) -> Lakshmi:
    """Give the shop its GSTIN and every good its HSN."""
    invoicing.set_tax_terms(store=lakshmi.store, gstin=GSTIN, is_composition=is_composition, by=BY, at=NOW)
    for key, hsn in HSN.items():
        products.edit(product=lakshmi[key].product, hsn=hsn, by=BY, at=NOW)
    return lakshmi


def an_invoice(lakshmi: Lakshmi, *, at: datetime | None = None, pincode: str = "560038", **quantities: int) -> Document:
    """The document of an order of these quantities that has left the shop."""
    order = lakshmi.take_to(lakshmi.a_placed_order(**quantities), OrderState.PACKED)
    Order.objects.filter(pk=order.pk).update(pincode=pincode)  # the shop delivers to 560038 only
    lakshmi.take_to(order, OrderState.OUT, at=at)
    return Document.objects.get(reference=order.number)
