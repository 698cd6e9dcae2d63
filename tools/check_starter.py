"""Is the starter catalogue fit to be shipped? A sentence for every fault; exits 1 when there is one."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from stdnum import ean

STARTER = Path(__file__).resolve().parents[1] / "kirana" / "catalog" / "starter"
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
REQUIRED = ("code", "family", "name", "name_hi", "category", "price", "hsn", "origin", "maker", "aisle", "picture")


def faults() -> Iterator[str]:
    """Everything that is wrong, a sentence each."""
    categories, products = _read("categories.csv"), _read("products.csv")
    slugs = {row["slug"] for row in categories}
    for name in ("code", "gtin"):
        repeated = [value for value, n in Counter(row[name] for row in products if row[name]).items() if n > 1]
        yield from (f"{name} {value} is used twice" for value in repeated)
    for row in categories:
        if not DEVANAGARI.search(row["name_hi"]):
            yield f"category {row['slug']} has no Hindi name"
    for row in products:
        yield from (f"{row['code']}: {fault}" for fault in _faults_of(row, slugs))
    by_family = sorted(products, key=lambda row: row["family"])
    for one, other in pairwise(by_family):
        if one["family"] == other["family"] and one["name"] != other["name"]:
            yield f"family {one['family']} has two names"


def _faults_of(row: dict[str, str], slugs: set[str]) -> Iterator[str]:
    yield from (f"{name} is empty" for name in REQUIRED if not row[name])
    if row["category"] not in slugs:
        yield f"no category {row['category']}"
    if row["gtin"] and not ean.is_valid(row["gtin"]):
        yield f"barcode {row['gtin']} has a wrong check digit"
    if not DEVANAGARI.search(row["name_hi"]) or not DEVANAGARI.search(row["description_hi"]):
        yield "no Hindi"
    if row["sold"] == "loose" and (row["mrp"] or row["pack"]):
        yield "loose goods have no MRP and no pack"
    if row["sold"] == "packed" and not (row["mrp"] and row["pack"] and _is_below_mrp(row)):
        yield "a pack has a label and an MRP that is not below its price"
    if row["veg"] not in ("veg", "nonveg", "egg", "none"):
        yield f"no such mark: {row['veg']}"
    if row["veg"] != "none" and not re.fullmatch(r"\d{14}", row["fssai"]):
        yield "food without an FSSAI number of 14 digits"
    if not re.fullmatch(r"\d{4,8}", row["hsn"]):
        yield f"HSN {row['hsn']} is not 4 to 8 digits"


def _is_below_mrp(row: dict[str, str]) -> bool:
    """Whether the price is not above the MRP, compared as whole paise."""
    price, mrp = (_paise(row[name]) for name in ("price", "mrp"))
    return price <= mrp


def _paise(text: str) -> int:
    """Paise from rupees with at most two decimals."""
    rupees, _dot, paise = text.partition(".")
    return int(rupees) * 100 + int(paise.ljust(2, "0") or 0)


def _read(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "The starter catalogue is fit to be shipped.")
    raise SystemExit(bool(found))
