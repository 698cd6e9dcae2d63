"""What a pack holds, read from the words on it: `350 g Pouch`, `2 x 500 ml`, `Pack of 4 (200ml)`, `10 + 2 pcs`.

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
# Not the end of another number or of a range: `1/2 kg` is not two kilos. `1,500` has a thousand in it.
ALONE = r"(?<![\d./])(?<!\d[,–-])(?<!\d\.\s)"
NUMBER = ALONE + r"(\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
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
PIECES = "|".join(sorted((name for name, unit in UNITS.items() if unit[0] is BaseUnit.PIECE), key=len, reverse=True))
UNIT = "(" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")\b"
COUNT = ALONE + r"(\d+)"
SO_MUCH = rf"{NUMBER}\s*{UNIT}"
AMOUNT = re.compile(SO_MUCH, re.IGNORECASE)
TIMES_BEFORE = re.compile(rf"{COUNT}\s*[x×*]\s*{SO_MUCH}", re.IGNORECASE)
PIECES_OF = re.compile(rf"{COUNT}\s*(?:{PIECES})\s*[x×*]\s*{SO_MUCH}", re.IGNORECASE)
TIMES_AFTER = re.compile(rf"{SO_MUCH}\s*(?:each)?\s*[x×*]\s*(\d+)(?![\d.])", re.IGNORECASE)
PACK_OF = re.compile(r"(?:pack|set|box|combo) of\s*(\d+)", re.IGNORECASE)
PACK_OF_AMOUNT = re.compile(rf"(?:pack|set|box) of\s*(\d+)(?:\s*[\[(,]\s*|\s+-\s+|\s+){SO_MUCH}", re.IGNORECASE)
AMOUNT_PACK_OF = re.compile(rf"{SO_MUCH}\s*[\[(,-]*\s*(?:pack|set|box) of\s*(\d+)", re.IGNORECASE)
COMBO = re.compile(r"\bcombo\b", re.IGNORECASE)
ADDED = re.compile(rf"\+\s*(?:\d+\s*[x×*]\s*)?{SO_MUCH}", re.IGNORECASE)
SUM = re.compile(rf"{NUMBER}\s*(?:{UNIT})?(?:\s*\+\s*{NUMBER}\s*(?:{UNIT})?)*\s*\+\s*{SO_MUCH}", re.IGNORECASE)
JOINED = re.compile(rf"{SO_MUCH}\s*\+", re.IGNORECASE)
PART = re.compile(rf"{NUMBER}\s*(?:{UNIT})?", re.IGNORECASE)
TIMES = re.compile(r"\d\s*[x×*]|[x×*]\s*\d|(?:pack|set|box|combo) of", re.IGNORECASE)
RANGE = re.compile(rf"(?<![\d./])\d[\d.,]*\s*(?:{UNIT})?\s*(?:-|–|\bto\b)\s*\d[\d.,]*\s*{UNIT}", re.IGNORECASE)
NOTHING = re.compile(r"^[\s\-–—.]*$")
LOOSE = re.compile(r"^(?:loose|per\s*(?:kg|kilo|litre|l)|(?:1\s*)?kg\s*loose)$", re.IGNORECASE)
AT_THE_END = re.compile(
    rf"(?:[\s,(–]|(?<!\d)-)+((?:\d+\s*[x×*]\s*)?{NUMBER}\s*{UNIT}(?:\s*[x×*]\s*\d+)?)\)?\s*$", re.IGNORECASE
)


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
    """The pack written at the end of a product's name: `Basmati Rice 5 kg` → `5 kg`; nothing when there is none.

    The end of a range (`4-6 pcs`) or of a sum (`Rice 1 kg + Dal 500 g`) is none.
    """
    found = AT_THE_END.search(name)
    return found[1] if found and not JOINED.search(name) else ""


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
    if found := PACK_OF_AMOUNT.search(text):  # before ranges are taken out: `Box of 6 - 100 g` is none
        return _times(found[1], found[2], found[3])
    text = RANGE.sub(_without_range, text)
    if ADDED.search(text):
        return _sum(text)
    if found := PIECES_OF.search(text):
        said = AMOUNT.search(text[: found.start()])  # `68 g (50 Bags x 1.3 g each)`: the net quantity comes first
        return _times("1", said[1], said[2]) if said else _times(found[1], found[2], found[3])
    if found := TIMES_BEFORE.search(text):
        return _times(found[1], found[2], found[3])
    if found := TIMES_AFTER.search(text) or AMOUNT_PACK_OF.search(text):
        return _times(found[3], found[1], found[2])
    if found := AMOUNT.search(text):
        return _times("1", found[1], found[2])
    if not COMBO.search(text) and (found := PACK_OF.search(text)):
        return int(found[1]), BaseUnit.PIECE
    return None


def _without_range(found: re.Match[str]) -> str:
    """Nothing in place of `500-600 g`; `500 ml - 6 pcs` is no range and stays."""
    first, last = found[1], found[2]
    is_range = first is None or UNITS[first.lower()][0] is UNITS[last.lower()][0]
    return " " if is_range else found[0]


def _times(count: str, number: str, unit: str) -> tuple[int, BaseUnit] | None:
    base, factor = UNITS[unit.lower()]
    whole = Decimal(number.replace(",", "")) * factor * int(count)
    return (int(whole), base) if whole == whole.to_integral_value() else None


def _sum(text: str) -> tuple[int, BaseUnit] | None:
    """`500 g + 100 g`, `10 + 2 pcs`; nothing when unlike is added, or when the words beside the sum say otherwise."""
    found = SUM.search(text)
    if found is None or TIMES.search(text):
        return None
    total = _added(PART.findall(found[0]))
    said = AMOUNT.search(text[: found.start()] + " " + text[found.end() :])
    return total if said is None or _times("1", said[1], said[2]) == total else None


def _added(parts: list[tuple[str, str]]) -> tuple[int, BaseUnit] | None:
    """The sum of its parts; one without a unit has that of the next."""
    held, unit = [], ""
    for number, own in reversed(parts):
        unit = own or unit
        held.append(_times("1", number, unit))
    known = [one for one in held if one is not None]
    kinds = {kind for _amount, kind in known}
    if len(known) < len(held) or len(kinds) != 1:
        return None
    return sum(amount for amount, _kind in known), kinds.pop()
