"""Money: an integer number of paise, in names that end in `_paise`.

There is one currency, so an amount needs no class to be safe, it needs to be an integer whose name says
its unit (decision 0004). A house rule refuses floats and true division in the modules that touch money.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency
from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError

PAISE_PER_RUPEE = 100
MOST_PAISE = 10**12  # ten billion rupees: anything above is a slip of the finger


# A sign or word for the rupee, then digits with commas anywhere; at most a till's worth of them.
AMOUNT = re.compile(r"(?:₹|Rs\.?|INR)?\s*((?:\d[\d,]{0,20})?(?:\.\d{1,20})?)(?<=\d)(?:/-)?", re.IGNORECASE)


class NotMoney(ShopError):
    code = "not_money"
    status = 422
    sentence = _("“%(text)s” is not an amount in rupees. Write it like 1,249.50.")


def parse_rupees(text: str) -> int:
    """Paise from what a person or a file wrote: `₹1,23,456.50`, `120`, `Rs. 99.9`.

    Raises `NotMoney` for anything else, and for more than two decimals: half a paisa is never guessed at.
    """
    written = AMOUNT.fullmatch(text.strip())
    paise = Decimal(written[1].replace(",", "")) * PAISE_PER_RUPEE if written else Decimal("NaN")
    if not paise.is_finite() or paise != paise.to_integral_value() or not 0 <= paise <= MOST_PAISE:
        raise NotMoney(text=text.strip()[:40])
    return int(paise)


@lru_cache(maxsize=20_000)
def format_rupees(paise: int, language: str = "en") -> str:
    """`₹1,23,456.50` with Indian grouping; whole rupees are written without paise: `₹120`."""
    whole = paise % PAISE_PER_RUPEE == 0
    pattern = "¤#,##,##0" if whole else "¤#,##,##0.00"
    return format_currency(Decimal(paise) / PAISE_PER_RUPEE, "INR", pattern, f"{language}_IN", currency_digits=False)


@lru_cache(maxsize=20_000)
def exact_rupees(paise: int, language: str = "en") -> str:
    """`1,23,456.50`, always with paise and without the sign: for the columns of a bill."""
    return format_currency(
        Decimal(paise) / PAISE_PER_RUPEE, "INR", "#,##,##0.00", f"{language}_IN", currency_digits=False
    )


def plain_rupees(paise: int) -> str:
    """`1249.50`: for files and form fields, which a program reads back."""
    sign, paise = ("-", -paise) if paise < 0 else ("", paise)
    return f"{sign}{paise // PAISE_PER_RUPEE}.{paise % PAISE_PER_RUPEE:02d}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """The nearest integer to numerator/denominator; a half goes away from zero. Integers throughout."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    quotient, remainder = divmod(abs(numerator), abs(denominator))
    return sign * (quotient + (2 * remainder >= abs(denominator)))


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """`total` split in proportion to `weights`, adding up exactly (largest remainder; ties go to the first).

    Weights are not negative; when all are zero the shares are equal. Used wherever an amount of the whole
    order has to be said per line.
    """
    if not weights:
        return []
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    sign, amount = (-1, -total) if total < 0 else (1, total)
    shares = [amount * weight // whole for weight in weights]
    remainders = [amount * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return [sign * share for share in shares]
