"""The rates of GST, with the dates they are in force and the entry of the notification each was read from.

`headings.csv` is ours: the headings that a kirana sells, restated from the notifications. A shop adds what is missing
(`services.add_rate`). The tariff item decides where it can; where the notification itself tells goods of one heading
apart by name, a row has `words`, and the name of the product must hold one of them. Nothing is guessed: what no row
fits, or what rows of two rates fit alike, is refused, and the shopkeeper is told which product it is.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError
from kirana.core.quantity import BaseUnit

FILE = Path(__file__).with_name("headings.csv")
PACKED_UP_TO = 25_000  # grams or millilitres: above 25 kg or litres a package is not "pre-packaged and labelled"


class Condition(models.TextChoices):
    """Which goods of a heading a row is for."""

    ANY = "any", _("All")
    UNPACKED = "unpacked", _("Loose, or in packs above 25 kg")
    PACKED = "packed", _("In labelled packs up to 25 kg")


class NoRate(ShopError):
    code = "no_rate"
    status = 422
    sentence = _("There is no GST rate for HSN %(hsn)s on %(on)s. Mend the HSN, or add the rate.")


class HsnMissing(ShopError):
    code = "hsn_missing"
    status = 422
    sentence = _("This has no HSN, so its GST rate is not known.")


class HsnTooShort(ShopError):
    code = "hsn_too_short"
    status = 422
    sentence = _("HSN %(hsn)s has goods of several GST rates. Write all eight digits of it.")


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of the table: `rate_bp` in hundredths of a per cent, for goods of a heading that fit its condition."""

    hsn: str
    description: str
    rate_bp: int
    condition: str
    words: tuple[str, ...]
    above_paise: int | None
    up_to_paise: int | None
    effective_from: date
    effective_to: date | None
    source: str
    is_added: bool = False

    def is_in_force(self, on: date) -> bool:
        """Whether this is the law on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def fits(self, goods: "Goods") -> bool:
        """Whether goods packed so, at such a price, are meant."""
        if self.condition != Condition.ANY and (self.condition == Condition.PACKED) != goods.is_packed:
            return False
        if self.above_paise is not None and goods.price_paise <= self.above_paise:
            return False
        return self.up_to_paise is None or goods.price_paise <= self.up_to_paise

    def names(self, name: str) -> bool:
        """Whether the name of the goods holds one of the row's words."""
        return any(_holds(name, word) for word in self.words)


@dataclass(frozen=True)
class RateTable:
    """Rows by their heading."""

    by_hsn: dict[str, tuple[Rate, ...]]

    @classmethod
    def of(cls, rows: Iterable[Rate]) -> "RateTable":
        """The table of these rows."""
        by_hsn: dict[str, tuple[Rate, ...]] = {}
        for row in rows:
            by_hsn[row.hsn] = (*by_hsn.get(row.hsn, ()), row)
        return cls(by_hsn)

    def rows(self) -> Iterator[Rate]:
        """All of them, by heading."""
        for hsn in sorted(self.by_hsn):
            yield from self.by_hsn[hsn]

    def plus(self, rows: Iterable[Rate]) -> "RateTable":
        """This table and more rows; of two that are in force the one that a person added is taken."""
        return RateTable.of((*self.rows(), *rows))


@cache
def shipped() -> RateTable:
    """The table that comes with the shop."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return RateTable.of(_read(row) for row in csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Goods:
    """What decides a product's rate. `unit` is that of `net_quantity`; `price_paise` is for one piece, with tax."""

    hsn: str
    name: str  # in every language it has, for the rows that go by words
    is_loose: bool
    net_quantity: int | None
    unit: str
    price_paise: int

    @property
    def is_packed(self) -> bool:
        """Whether it is "pre-packaged and labelled": not loose, and not known to hold more than 25 kg or litres."""
        if self.is_loose:
            return False
        return self.unit == BaseUnit.PIECE or self.net_quantity is None or self.net_quantity <= PACKED_UP_TO


def for_product(*, goods: Goods, on: date, table: RateTable | None = None) -> Rate:
    """The rate of goods on a day.

    The longest heading decides; within it rows whose words are in the name come first, then those a person added,
    then the latest. Raises `HsnMissing`, `HsnTooShort` when a longer HSN would decide, or `NoRate`.
    """
    if not goods.hsn:
        raise HsnMissing()
    known = (table or shipped()).by_hsn
    for length in range(len(goods.hsn), 1, -1):
        rows = [row for row in known.get(goods.hsn[:length], ()) if row.is_in_force(on)]
        fitting = [row for row in rows if row.fits(goods)]
        chosen = [row for row in fitting if row.names(goods.name)] or [row for row in fitting if not row.words]
        if chosen:
            return max(chosen, key=lambda row: (row.is_added, row.effective_from))
        if rows:
            break  # the heading is known, and none of its goods is this one
    if any(longer.startswith(goods.hsn) and longer != goods.hsn for longer in known):
        raise HsnTooShort(hsn=goods.hsn)
    raise NoRate(hsn=goods.hsn, on=on.isoformat())


def _holds(name: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.IGNORECASE) is not None


def _read(row: dict[str, str]) -> Rate:
    return Rate(
        hsn=row["hsn"],
        description=row["description"],
        rate_bp=int(row["rate_bp"]),
        condition=row["condition"],
        words=tuple(word for word in row["words"].split("|") if word),
        above_paise=int(row["above_paise"]) if row["above_paise"] else None,
        up_to_paise=int(row["up_to_paise"]) if row["up_to_paise"] else None,
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        source=row["source"],
    )
