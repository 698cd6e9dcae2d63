"""What a listing repeats so that shelves can be sorted and filtered along an index. Pure arithmetic."""

from kirana.catalog.models import Listing, Product
from kirana.core.money import divide_half_up
from kirana.core.quantity import BaseUnit

BP = 10_000  # hundredths of a per cent in a whole
SORTING = ("category", "unit_price_paise", "discount_bp")


def unit_price_paise(*, product: Product, price_paise: int) -> int | None:
    """Paise per kilogram, litre or piece, as the label rules want it told; None when the contents are not known."""
    if product.is_loose:
        return price_paise
    if product.net_quantity is None:
        return None
    return divide_half_up(price_paise * BaseUnit(product.net_unit).per, product.net_quantity)


def discount_bp(*, price_paise: int, mrp_paise: int | None) -> int:
    """How far below MRP, in hundredths of a per cent, rounded down: an offer is never made to look better."""
    return (mrp_paise - price_paise) * BP // mrp_paise if mrp_paise else 0


def rewrite(listing: Listing) -> None:
    """Set the repeated columns from the product and the price; the caller saves."""
    listing.category_id = listing.product.category_id
    listing.unit_price_paise = unit_price_paise(product=listing.product, price_paise=listing.price_paise)
    listing.discount_bp = discount_bp(price_paise=listing.price_paise, mrp_paise=listing.mrp_paise)
