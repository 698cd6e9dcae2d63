"""What one row of a file wants: columns of a product and of its listing, or the reason why it is refused."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from stdnum import ean

from kirana.catalog import packs
from kirana.catalog.imports.headers import LANGUAGES
from kirana.catalog.models import VegMark
from kirana.core.money import NotMoney, format_rupees, parse_rupees

MOJIBAKE = "Â\xa0"
SPACES = re.compile(r"[\s\u00a0\u200b]+")
SPACES_IN_A_LINE = re.compile(r"(?:[^\S\n]|\u200b)+")
DESCRIPTIONS = ("description", *(f"description_{code}" for code in LANGUAGES))
PROSE = frozenset({"ingredients", "search_words", *DESCRIPTIONS})
MOST_STOCK = 10_000_000
OTHER = "Other"
FORMULA = ("=", "+", "-", "@")  # our own export writes an apostrophe before these
COUNTRIES = {"INDIA": "IN", "BHARAT": "IN"}
# A column of the file, the product's column it fills, and how much it holds.
PLAIN = {
    "maker": ("maker", 200),
    "importer": ("importer", 200),
    "best_before": ("best_before", 80),
    "ingredients": ("ingredients", 4000),
    "storage": ("storage", 160),
    "description": ("description", 8000),
    "search_words": ("search_words", 2000),
}


class RowRefused(Exception):
    """The row cannot become a product; the message says why, to whoever made the file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product as a row wants it. What the file does not speak of is None, or left out of `product` and `listing`.

    `fresh` are columns that only a product which is not there yet is given.
    """

    code: str
    name: str
    brand: str | None
    department: str | None
    shelf: str | None
    product: dict[str, Any]
    listing: dict[str, Any]
    fresh: dict[str, Any]
    stock: int | None

    def as_json(self) -> dict[str, Any]:
        """The form in which a batch keeps it until it is applied."""
        return {name: getattr(self, name) for name in self.__slots__}


def wanted(row: Mapping[str, str]) -> Wanted:
    """What the row wants. Raises `RowRefused`."""
    cells = {name: _clean(value, keeps_lines=name in PROSE) for name, value in row.items()}
    name = cells.get("name", "")
    if not name:
        raise RowRefused(_("it has no name"))
    if len(name) > 300:
        raise RowRefused(_("its name is longer than 300 letters"))
    is_loose = cells.get("sold", "").lower() == "loose" or packs.is_loose(cells.get("pack", ""))
    price, mrp = _prices(cells, is_loose)
    pack = "" if is_loose else cells.get("pack", "") or ("" if "pack" in cells else packs.at_the_end_of(name))
    brand = cells.get("brand", "")[:120]
    code = cells.get("code", "")[:60] or _made_code(brand, name, pack)
    facts, fresh = _product(cells, name=name), {"family": slugify(f"{brand} {name}")[:140]}
    packing = packs.pack_facts(pack=pack, is_loose=is_loose)
    (facts if cells.get("sold") or cells.get("pack") else fresh).update(packing)
    speaks_of_shelves = "department" in cells or "shelf" in cells
    return Wanted(
        code=code,
        name=name,
        brand=brand if "brand" in cells else None,
        department=(cells.get("department", "")[:120] or OTHER) if speaks_of_shelves else None,
        shelf=cells.get("shelf", "")[:120] if speaks_of_shelves else None,
        product=facts,
        listing=_listing(cells, price, mrp),
        fresh=fresh,
        stock=_stock(cells),
    )


def _listing(cells: Mapping[str, str], price: int, mrp: int | None) -> dict[str, Any]:
    listing: dict[str, Any] = {"price_paise": price}
    if "mrp" in cells:
        listing["mrp_paise"] = mrp
    if "aisle" in cells:
        listing["aisle"] = cells["aisle"][:20]
    return listing


def _prices(cells: Mapping[str, str], is_loose: bool) -> tuple[int, int | None]:
    price, mrp = (_price(cells.get(column, "")) for column in ("price", "mrp"))
    if price is None:
        price = mrp
    if not price:
        raise RowRefused(_("it has no price"))
    if is_loose:
        return price, None
    refuse_above_mrp(price, mrp)
    return price, mrp


def refuse_above_mrp(price: int, mrp: int | None) -> None:
    """Raise `RowRefused` for a price, in paise, above the MRP printed on the pack."""
    if mrp is not None and price > mrp:
        facts = {"price": format_rupees(price), "mrp": format_rupees(mrp)}
        raise RowRefused(_("its price %(price)s is above its MRP %(mrp)s") % facts)


def _price(text: str) -> int | None:
    if text.lower() in ("", "-", "na", "n/a", "null", "none", "nan"):
        return None
    try:
        return parse_rupees(text)
    except NotMoney as error:
        raise RowRefused(_("“%(text)s” is not a price") % {"text": text[:40]}) from error


def _product(cells: Mapping[str, str], *, name: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": name,
        **({"family": cells["family"][:160]} if "family" in cells else {}),
        **{ours: cells[column][:most] for column, (ours, most) in PLAIN.items() if column in cells},
        **_checked(cells),
    }
    for noun, ours in (("name", "names"), ("description", "descriptions")):
        told = {code: cells[f"{noun}_{code}"] for code in LANGUAGES if f"{noun}_{code}" in cells}
        if told:
            facts[ours] = {code: text for code, text in told.items() if text}
    return facts


def _checked(cells: Mapping[str, str]) -> dict[str, Any]:
    """The columns whose contents can be wrong."""
    facts: dict[str, Any] = {}
    if "gtin" in cells:
        facts["gtin"] = ean.compact(cells["gtin"]) or None
        if facts["gtin"] and not ean.is_valid(facts["gtin"]):
            raise RowRefused(_("its barcode %(gtin)s has a digit wrong") % {"gtin": cells["gtin"][:20]})
    if "hsn" in cells:
        facts["hsn"] = cells["hsn"]
        if cells["hsn"] and not re.fullmatch(r"\d{4,8}", cells["hsn"]):
            raise RowRefused(_("its HSN %(hsn)s is not four to eight digits") % {"hsn": cells["hsn"][:20]})
    if "fssai" in cells:
        facts["fssai_number"] = cells["fssai"]
        if cells["fssai"] and not re.fullmatch(r"\d{14}", cells["fssai"]):
            raise RowRefused(_("its FSSAI number does not have 14 digits"))
    if "veg" in cells:
        mark = {"non-veg": "nonveg", "": "none", "yes": "veg", "no": "nonveg"}.get(
            cells["veg"].lower(), cells["veg"].lower()
        )
        if mark not in VegMark.values:
            raise RowRefused(_("“%(veg)s” is not a veg mark: veg, nonveg, egg or none") % {"veg": cells["veg"][:20]})
        facts["veg_mark"] = mark
    if "origin" in cells:
        origin = COUNTRIES.get(cells["origin"].upper(), cells["origin"].upper())
        if origin and not re.fullmatch(r"[A-Z]{2}", origin):
            raise RowRefused(_("“%(origin)s” is not a country code of two letters") % {"origin": cells["origin"][:20]})
        facts["origin"] = origin
    return facts


def _stock(cells: Mapping[str, str]) -> int | None:
    text = cells.get("stock", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_STOCK):
        raise RowRefused(_("“%(text)s” is not a stock: a whole number of packs, or of grams") % {"text": text[:20]})
    return int(text)


def _made_code(brand: str, name: str, pack: str) -> str:
    """A code for a row that brings none: the same brand, name and pack always give the same one."""
    said = "\x1f".join(part.casefold() for part in (brand, name, pack))
    digest = hashlib.sha256(said.encode()).hexdigest()[:10]
    return f"{slugify(name)[:40].strip('-') or 'item'}-{digest}"


def _clean(text: str, *, keeps_lines: bool = False) -> str:
    """The text without what spreadsheets and web pages leave in it; prose keeps its lines."""
    text = text.replace(MOJIBAKE, " ").replace("\x00", "").replace("\r\n", "\n")
    text = (SPACES_IN_A_LINE if keeps_lines else SPACES).sub(" ", text).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text
