"""What the scale says, as people type it: `480`, `480 g`, `0.48 kg`, `1,25kg`. Whole base units come out."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError
from kirana.core.quantity import BaseUnit

TYPED = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(kg|kilo|g|gm|l|ml|pcs?)?", re.IGNORECASE)
THOUSANDS = ("kg", "kilo", "l")


class NotAWeight(ShopError):
    code = "not_a_weight"
    status = 422
    sentence = _("“%(typed)s” is not a weight. Write grams, like 480, or kilos, like 0.48 kg.")


def parse_weight(text: str, *, unit: BaseUnit) -> int:
    """Base units from what was typed; a number without a unit is in base units (grams, millilitres, pieces).

    Raises `NotAWeight` for anything that is not a whole number of base units.
    """
    found = TYPED.fullmatch(text.strip())
    if found is None:
        raise NotAWeight(typed=text.strip()[:30])
    said = (found[2] or "").lower()
    factor = 1000 if said in THOUSANDS and unit is not BaseUnit.PIECE else 1
    amount = Decimal(found[1].replace(",", ".")) * factor
    if amount != amount.to_integral_value():
        raise NotAWeight(typed=text.strip()[:30])
    return int(amount)
