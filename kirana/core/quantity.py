"""Quantity: an integer number of base units (gram, millilitre, piece).

Tables and messages carry the integer and the unit; `Quantity` is the pair of them, for reading what people
write and for writing what people read.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy


class BaseUnit(models.TextChoices):
    GRAM = "g", _("gram")
    MILLILITRE = "ml", _("millilitre")
    PIECE = "pc", _("piece")

    @property
    def per(self) -> int:
        """How many base units a price is for: a kilogram, a litre, one piece."""
        return 1 if self is BaseUnit.PIECE else 1000

    @property
    def big_name(self) -> str:
        """The unit that prices are told in."""
        return str(BIG_NAMES[self])

    @property
    def small_name(self) -> str:
        """The unit as a label writes it."""
        return str(SMALL_NAMES[self])


BIG_NAMES = {
    BaseUnit.GRAM: pgettext_lazy("unit", "kg"),
    BaseUnit.MILLILITRE: pgettext_lazy("unit", "L"),
    BaseUnit.PIECE: pgettext_lazy("unit", "pc"),
}
SMALL_NAMES = {
    BaseUnit.GRAM: pgettext_lazy("unit", "g"),
    BaseUnit.MILLILITRE: pgettext_lazy("unit", "ml"),
    BaseUnit.PIECE: pgettext_lazy("unit", "pc"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many base units of a unit."""

    amount: int
    unit: BaseUnit

    def format(self, language: str) -> str:
        """`500 g`, `1.5 kg`, `1 L`, `6 pc`: the way a label says it, without rounding."""
        return _format(self.amount, self.unit, language)


@lru_cache(maxsize=4000)
def _format(amount: int, unit: BaseUnit, language: str) -> str:
    per, name = 1, SMALL_NAMES[unit]
    if amount >= unit.per > 1:
        per, name = unit.per, BIG_NAMES[unit]
    number = format_decimal(Decimal(amount) / per, "#,##,##0.###", locale=f"{language}_IN")
    with override(language):
        return f"{number} {name}"
