"""The bill of a cart or an order.

The rule of rounding, stated once: each line is rounded to the paisa, half away from zero, and the bill is the
sum of its rounded lines and fees. Prices include taxes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kirana.core.money import divide_half_up
from kirana.core.quantity import BaseUnit

BP = 10_000  # hundredths of a per cent in a whole


@dataclass(frozen=True, slots=True)
class Terms:
    """What a store asks beside the price of the goods. `free_delivery_from_paise` of None: never free."""

    minimum_order_paise: int
    delivery_fee_paise: int
    free_delivery_from_paise: int | None
    weighing_tolerance_bp: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A quantity at a price. `cap_paise` is the most it may come to when it is weighed."""

    total_paise: int
    cap_paise: int
    most_quantity: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid, and the most it can become by weighing. total = goods + delivery fee − discount."""

    goods_paise: int
    delivery_fee_paise: int
    discount_paise: int
    total_paise: int
    cap_paise: int
    to_minimum_paise: int  # what is missing to the store's minimum order; 0 when it is met
    to_free_delivery_paise: int  # what is missing to free delivery; 0 when it is free or never can be

    @property
    def may_vary(self) -> bool:
        """Whether weighing can change the bill."""
        return self.cap_paise != self.total_paise


def line_paise(*, price_paise: int, unit: BaseUnit, quantity: int) -> int:
    """What `quantity` base units cost at a price for `unit.per` of them."""
    return divide_half_up(price_paise * quantity, unit.per)


def price_line(*, price_paise: int, unit: BaseUnit, quantity: int, is_loose: bool, tolerance_bp: int) -> PricedLine:
    """The price of a line, and how far weighing may take it: a pack is exact, loose goods have a tolerance."""
    most = quantity + (quantity * tolerance_bp // BP if is_loose else 0)
    return PricedLine(
        total_paise=line_paise(price_paise=price_paise, unit=unit, quantity=quantity),
        cap_paise=line_paise(price_paise=price_paise, unit=unit, quantity=most),
        most_quantity=most,
    )


def draw_up(lines: Sequence[PricedLine], terms: Terms) -> Bill:
    """The bill of these lines. An empty cart owes nothing, not even delivery."""
    goods = sum(line.total_paise for line in lines)
    free_from = terms.free_delivery_from_paise
    is_free = not lines or (free_from is not None and goods >= free_from)
    fee = 0 if is_free else terms.delivery_fee_paise
    return Bill(
        goods_paise=goods,
        delivery_fee_paise=fee,
        discount_paise=0,
        total_paise=goods + fee,
        cap_paise=sum(line.cap_paise for line in lines) + fee,
        to_minimum_paise=max(0, terms.minimum_order_paise - goods),
        to_free_delivery_paise=free_from - goods if fee and free_from is not None else 0,
    )
