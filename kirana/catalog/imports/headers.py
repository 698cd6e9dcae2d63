"""Which column of a file is which: the names people and programs give their columns."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError

# The languages of India that have a code of two letters: `name_kn` is the name in Kannada.
LANGUAGES = ("hi", "as", "bn", "gu", "kn", "ks", "ml", "mr", "ne", "or", "pa", "sa", "sd", "ta", "te", "ur")
# Ours, and what else it is called. Case, spaces and punctuation do not matter.
NAMES: dict[str, tuple[str, ...]] = {
    "name": ("name", "product", "productname", "title", "item", "itemname"),
    "name_hi": ("namehi", "hindiname", "nameinhindi"),
    "brand": ("brand", "brandname", "company"),
    "department": ("department", "category", "section", "maincategory"),
    "shelf": ("shelf", "subcategory", "subcat"),
    "pack": ("pack", "quantity", "packsize", "size", "unit", "weight", "netquantity"),
    "sold": ("sold", "soldas"),
    "price": ("price", "discountprice", "saleprice", "sellingprice", "ourprice", "rate"),
    "mrp": ("mrp", "marketprice", "maximumretailprice", "listprice"),
    "code": ("code", "sku", "productcode", "itemcode"),
    "gtin": ("gtin", "barcode", "ean", "ean13", "upc"),
    "hsn": ("hsn", "hsncode"),
    "veg": ("veg", "vegmark", "vegnonveg"),
    "origin": ("origin", "countryoforigin"),
    "maker": ("maker", "manufacturer", "packer"),
    "importer": ("importer",),
    "fssai": ("fssai", "fssainumber", "fssailicence"),
    "best_before": ("bestbefore", "shelflife"),
    "ingredients": ("ingredients",),
    "storage": ("storage", "keeping"),
    "description": ("description", "details", "about"),
    "description_hi": ("descriptionhi",),
    "search_words": ("searchwords", "keywords", "tags"),
    "family": ("family",),
    "aisle": ("aisle", "rack"),
    "stock": ("stock", "openingstock", "onhand"),
}
REQUIRED = ("name",)
PRICES = ("price", "mrp")
OURS = {other: ours for ours, others in NAMES.items() for other in others}
OURS |= {f"{noun}{code}": f"{noun}_{code}" for code in LANGUAGES for noun in ("name", "description")}


class MissingColumns(ShopError):
    code = "missing_columns"
    status = 422
    sentence = _("This file has no column for %(missing)s. Its columns are: %(found)s.")


def ours(header: str | None) -> str | None:
    """Our name for a header; None for one we do not know."""
    return OURS.get(re.sub(r"[^a-z0-9]", "", (header or "").lower()))


def is_a_product(columns: Iterable[str]) -> bool:
    """Whether these columns can be a product's: a name and a price are among them."""
    known = {ours(column) for column in columns}
    return "name" in known and not known.isdisjoint(PRICES)


def mapping(headers: list[str]) -> dict[str, str]:
    """Our name for each header we know; the first of two that mean the same wins. Raises `MissingColumns`."""
    found: dict[str, str] = {}
    for header in headers:
        name = ours(header)
        if name and name not in found.values():
            found[header] = name
    missing = [name for name in REQUIRED if name not in found.values()]
    if not any(price in found.values() for price in PRICES):
        missing.append("price")
    if missing:
        raise MissingColumns(missing=", ".join(missing), found=", ".join(filter(None, headers))[:300])
    return found


def unknown(headers: list[str]) -> list[str]:
    """The headers that mean nothing to us: they are told, and not read."""
    known = mapping(headers)
    return [header for header in headers if header and header not in known]
