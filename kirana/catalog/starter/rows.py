"""Reads the starter catalogue's files."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kirana.catalog.models import VegMark
from kirana.core.money import parse_rupees

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
BANNERS = FOLDER / "banners"


@dataclass(frozen=True, slots=True)
class StarterCategory:
    """A row of `categories.csv`; a parent comes before its children."""

    slug: str
    parent: str
    name: str
    names: dict[str, str]
    position: int
    picture: str
    search_words: str


@dataclass(frozen=True, slots=True)
class StarterProduct:
    """A row of `products.csv`. `facts` are columns of `Product`; stock is in pieces, or grams of loose goods."""

    code: str
    brand: str
    category: str
    pack: str
    is_loose: bool
    price_paise: int
    mrp_paise: int | None
    aisle: str
    picture: str
    opening_stock: int
    is_featured: bool
    facts: dict[str, Any]


def categories() -> list[StarterCategory]:
    """The departments and their shelves."""
    return [
        StarterCategory(
            slug=row["slug"],
            parent=row["parent"],
            name=row["name"],
            names={"hi": row["name_hi"]},
            position=int(row["position"]),
            picture=row["picture"],
            search_words=row["search_words"],
        )
        for row in _rows("categories.csv")
    ]


def products() -> list[StarterProduct]:
    """Every product, in the order of the shelves."""
    return [
        StarterProduct(
            code=row["code"],
            brand=row["brand"],
            category=row["category"],
            pack=row["pack"],
            is_loose=row["sold"] == "loose",
            price_paise=parse_rupees(row["price"]),
            mrp_paise=parse_rupees(row["mrp"]) if row["mrp"] else None,
            aisle=row["aisle"],
            picture=row["picture"],
            opening_stock=int(row["opening_stock"]),
            is_featured=row["featured"] == "1",
            facts=_facts(row),
        )
        for row in _rows("products.csv")
    ]


def _facts(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "family": row["family"],
        "name": row["name"],
        "names": {"hi": row["name_hi"]},
        "hsn": row["hsn"],
        "gtin": row["gtin"] or None,
        "veg_mark": VegMark(row["veg"]),
        "origin": row["origin"],
        "maker": row["maker"],
        "importer": row["importer"],
        "fssai_number": row["fssai"],
        "best_before": row["best_before"],
        "ingredients": row["ingredients"],
        "nutrition": json.loads(row["nutrition"]) if row["nutrition"] else {},
        "storage": row["storage"],
        "description": row["description"],
        "descriptions": {"hi": row["description_hi"]},
        "search_words": row["search_words"],
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
