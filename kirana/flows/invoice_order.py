"""The invoice of an order: written when the bags leave the shop, for what is in them."""

from datetime import datetime

from kirana.catalog.models import Listing
from kirana.core.actors import Actor
from kirana.invoicing import selectors as documents
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document
from kirana.invoicing.sale import Sale, SoldLine
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order, OrderLine


def invoice_order(*, order: Order, by: Actor, at: datetime) -> Document:
    """Write the document of an order that is packed, in the transaction that hands it over; the second time, find it.

    Raises `RatesUnknown` and `NotAcrossStates`: then the bags stay in the shop.
    """
    return invoicing.issue(sale=_sale(order), by=by, at=at)


def _sale(order: Order) -> Sale:
    landmark = f", {order.landmark}" if order.landmark else ""
    return Sale(
        store=order.store,
        reference=order.number,
        sold_at=order.placed_at or order.begun_at,
        buyer_name=order.name,
        buyer_phone=order.phone,
        address=f"{order.address_line}{landmark}, {order.place}",
        pincode=order.pincode,
        goods_paise=order.goods_paise,
        delivery_fee_paise=order.delivery_fee_paise,
        discount_paise=order.discount_paise,
        total_paise=order.total_paise,
        lines=_lines(order),
    )


def _lines(order: Order) -> list[SoldLine]:
    """What is in the bags. The HSN is the product's as it is now: a wrong one may have been mended since."""
    packed = [line for line in order_rows.lines(order_id=order.pk) if not line.is_missing]
    listings = Listing.objects.select_related("product").in_bulk([line.listing_id for line in packed])
    return [_line(line, listings[line.listing_id]) for line in packed]


def _line(line: OrderLine, listing: Listing) -> SoldLine:
    return SoldLine(
        position=line.position,
        name=f"{line.brand} {line.name}".strip(),
        names={language: f"{line.brand} {name}".strip() for language, name in line.names.items()},
        pack_label=line.pack_label,
        goods=documents.goods_of(listing.product, price_paise=line.price_paise, hsn=line.hsn),
        quantity=line.quantity if line.picked_quantity is None else line.picked_quantity,
        unit=line.unit,
        price_paise=line.price_paise,
        amount_paise=line.total_paise,
    )
