"""What a pack holds, read from the words on it: `350 g Pouch`, `2 x 500 ml`, `Pack of 4 (200ml)`, `450 mL x 24`.

Only what the words say is believed. `Combo 2 Items` holds two things of unknown size, so its net quantity is
not known, and no unit price is made up for it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kirana.core.quantity import BaseUnit

LABEL_LENGTH = 80
MOST = 1_000_000  # a tonne: anything above is a slip
NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
UNITS = {
    "kg": (BaseUnit.GRAM, 1000),
    "kgs": (BaseUnit.GRAM, 1000),
    "kilo": (BaseUnit.GRAM, 1000),
    "kilos": (BaseUnit.GRAM, 1000),
    "kilogram": (BaseUnit.GRAM, 1000),
    "g": (BaseUnit.GRAM, 1),
    "gm": (BaseUnit.GRAM, 1),
    "gms": (BaseUnit.GRAM, 1),
    "gram": (BaseUnit.GRAM, 1),
    "grams": (BaseUnit.GRAM, 1),
    "l": (BaseUnit.MILLILITRE, 1000),
    "lt": (BaseUnit.MILLILITRE, 1000),
    "ltr": (BaseUnit.MILLILITRE, 1000),
    "ltrs": (BaseUnit.MILLILITRE, 1000),
    "litre": (BaseUnit.MILLILITRE, 1000),
    "litres": (BaseUnit.MILLILITRE, 1000),
    "liter": (BaseUnit.MILLILITRE, 1000),
    "ml": (BaseUnit.MILLILITRE, 1),
    "mls": (BaseUnit.MILLILITRE, 1),
    "pc": (BaseUnit.PIECE, 1),
    "pcs": (BaseUnit.PIECE, 1),
    "piece": (BaseUnit.PIECE, 1),
    "pieces": (BaseUnit.PIECE, 1),
    "nos": (BaseUnit.PIECE, 1),
    "unit": (BaseUnit.PIECE, 1),
    "units": (BaseUnit.PIECE, 1),
    "pads": (BaseUnit.PIECE, 1),
    "bags": (BaseUnit.PIECE, 1),
    "tablets": (BaseUnit.PIECE, 1),
    "sheets": (BaseUnit.PIECE, 1),
    "pulls": (BaseUnit.PIECE, 1),
    "wipes": (BaseUnit.PIECE, 1),
}
UNIT = "(" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")\b"
AMOUNT = re.compile(rf"{NUMBER}\s*{UNIT}", re.IGNORECASE)
TIMES_BEFORE = re.compile(rf"(\d+)\s*[x×*]\s*{NUMBER}\s*{UNIT}", re.IGNORECASE)
TIMES_AFTER = re.compile(rf"{NUMBER}\s*{UNIT}\s*(?:each)?\s*[x×*]\s*(\d+)", re.IGNORECASE)
PACK_OF = re.compile(r"(?:pack|set|box|combo) of\s*(\d+)", re.IGNORECASE)
PACK_OF_AMOUNT = re.compile(rf"(?:pack|set|box) of\s*(\d+)\s*[\[(,-]?\s*{NUMBER}\s*{UNIT}", re.IGNORECASE)
AMOUNT_PACK_OF = re.compile(rf"{NUMBER}\s*{UNIT}\s*[\[(,-]*\s*(?:pack|set|box) of\s*(\d+)", re.IGNORECASE)
COMBO = re.compile(r"\bcombo\b", re.IGNORECASE)
SUM = re.compile(rf"{NUMBER}\s*{UNIT}(?:\s*\+\s*{NUMBER}\s*{UNIT})+", re.IGNORECASE)
NOTHING = re.compile(r"^[\s\-–—.]*$")
LOOSE = re.compile(r"^(?:loose|per\s*(?:kg|kilo|litre|l)|(?:1\s*)?kg\s*loose)$", re.IGNORECASE)
AT_THE_END = re.compile(rf"[\s,(–-]+((?:\d+\s*[x×*]\s*)?{NUMBER}\s*{UNIT}(?:\s*[x×*]\s*\d+)?)\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PackSize:
    """What one pack holds in base units; None when the words do not say."""

    net_quantity: int | None
    net_unit: str
    label: str


def read(text: str) -> PackSize:
    """What the words on a pack say it holds; the label keeps the words."""
    label = " ".join(text.split())
    if NOTHING.match(label):
        return PackSize(None, "", "")
    held = _held(label)
    if held is None or not 0 < held[0] <= MOST:
        return PackSize(None, "", label[:LABEL_LENGTH])
    return PackSize(held[0], held[1].value, label[:LABEL_LENGTH])


def is_loose(text: str) -> bool:
    """Whether the words say that it is sold by weight."""
    return bool(LOOSE.match(" ".join(text.split())))


def at_the_end_of(name: str) -> str:
    """The pack written at the end of a product's name: `Basmati Rice 5 kg` → `5 kg`; nothing when there is none."""
    found = AT_THE_END.search(name)
    return found[1] if found else ""


def pack_facts(*, pack: str, is_loose: bool) -> dict[str, Any]:
    """The columns of a `Product` that a pack text decides."""
    if is_loose:
        return {
            "is_loose": True,
            "unit": BaseUnit.GRAM.value,
            "net_quantity": None,
            "net_unit": "",
            "pack_label": "",
        }
    size = read(pack)
    return {
        "is_loose": False,
        "unit": BaseUnit.PIECE.value,
        "net_quantity": size.net_quantity,
        "net_unit": size.net_unit,
        "pack_label": size.label,
    }


def _held(text: str) -> tuple[int, BaseUnit] | None:
    if found := TIMES_BEFORE.search(text):
        return _times(found[1], found[2], found[3])
    if found := TIMES_AFTER.search(text):
        return _times(found[3], found[1], found[2])
    if found := PACK_OF_AMOUNT.search(text):
        return _times(found[1], found[2], found[3])
    if found := AMOUNT_PACK_OF.search(text):
        return _times(found[3], found[1], found[2])
    if SUM.search(text):
        return _sum(AMOUNT.findall(text))
    amounts = AMOUNT.findall(text)
    if COMBO.search(text) and not amounts:
        return None
    if amounts:
        return _times("1", *amounts[0])
    if found := PACK_OF.search(text):
        return int(found[1]), BaseUnit.PIECE
    return None


def _times(count: str, number: str, unit: str) -> tuple[int, BaseUnit] | None:
    base, factor = UNITS[unit.lower()]
    whole = Decimal(number) * factor * int(count)
    return (int(whole), base) if whole == whole.to_integral_value() else None


def _sum(amounts: list[tuple[str, str]]) -> tuple[int, BaseUnit] | None:
    """`500 g + 100 g`; amounts of different kinds have no sum."""
    parts = [_times("1", number, unit) for number, unit in amounts]
    kinds = {part[1] for part in parts if part}
    if None in parts or len(kinds) != 1:
        return None
    return sum(part[0] for part in parts if part), kinds.pop()
