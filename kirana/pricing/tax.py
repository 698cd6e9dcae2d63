"""The tax inside a price.

Prices include tax. The rule of rounding, stated once:

* an amount with tax is never changed: what is owed stays what was agreed, to the paisa;
* within a state each half, central and state, is half the tax in the amount, rounded to the paisa, half away from
  zero; the halves are equal, and the taxable value is what is left;
* across states the tax is rounded once, and the taxable value is what is left.

So the parts of a line, and of a bill, always add up to it, and the taxable value is within a paisa of the exact one.
"""

from dataclasses import dataclass

from kirana.core.money import divide_half_up

BP = 10_000  # hundredths of a per cent in a whole


@dataclass(frozen=True, slots=True)
class TaxSplit:
    """An amount and what it is made of: `total` = `taxable` + `cgst` + `sgst` + `igst`, all in paise."""

    taxable_paise: int
    cgst_paise: int
    sgst_paise: int
    igst_paise: int

    @property
    def tax_paise(self) -> int:
        """The tax, whoever it goes to."""
        return self.cgst_paise + self.sgst_paise + self.igst_paise

    @property
    def total_paise(self) -> int:
        """The amount with its tax."""
        return self.taxable_paise + self.tax_paise

    def __add__(self, other: "TaxSplit") -> "TaxSplit":
        return TaxSplit(
            self.taxable_paise + other.taxable_paise,
            self.cgst_paise + other.cgst_paise,
            self.sgst_paise + other.sgst_paise,
            self.igst_paise + other.igst_paise,
        )

    def __sub__(self, other: "TaxSplit") -> "TaxSplit":
        return TaxSplit(
            self.taxable_paise - other.taxable_paise,
            self.cgst_paise - other.cgst_paise,
            self.sgst_paise - other.sgst_paise,
            self.igst_paise - other.igst_paise,
        )


NOTHING = TaxSplit(0, 0, 0, 0)


def split(*, amount_paise: int, rate_bp: int, is_interstate: bool) -> TaxSplit:
    """What an amount that includes tax at `rate_bp` (hundredths of a per cent) is made of."""
    if is_interstate:
        igst = divide_half_up(amount_paise * rate_bp, BP + rate_bp)
        return TaxSplit(amount_paise - igst, 0, 0, igst)
    half = divide_half_up(amount_paise * rate_bp, 2 * (BP + rate_bp))
    return TaxSplit(amount_paise - 2 * half, half, half, 0)
