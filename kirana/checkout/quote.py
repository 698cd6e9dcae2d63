"""The quote: what a cart comes to at one moment, and everything that has changed or stands in the way.

The same function answers the cart page, the checkout page and, inside the placing transaction, the order itself, so
that a total that is shown is the total that is charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kirana.cart.selectors import CartItem
from kirana.pricing.bill import Bill, PricedLine, Terms, draw_up, line_paise, price_line
from kirana.stores.models import Store


class Change(Enum):
    """What has become of a line since the shopper last saw it."""

    NONE = "none"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    LESS_LEFT = "less_left"  # stands in the way
    SOLD_OUT = "sold_out"  # stands in the way
    GONE = "gone"  # stands in the way: the store no longer offers it


IN_THE_WAY = frozenset({Change.LESS_LEFT, Change.SOLD_OUT, Change.GONE})


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A cart line at its present price. `item.available` is what is left when there is less than wanted."""

    item: CartItem
    price: PricedLine
    change: Change

    @property
    def saving_paise(self) -> int:
        """What is saved against MRP, for the whole line."""
        item = self.item
        if item.mrp_paise is None:
            return 0
        return line_paise(price_paise=item.mrp_paise, unit=item.unit, quantity=item.quantity) - self.price.total_paise


@dataclass(frozen=True, slots=True)
class Quote:
    """Frozen: lines in the order they were put in, and the bill of those that can be had."""

    lines: Sequence[QuoteLine]
    bill: Bill

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the cart at all."""
        return not self.lines

    @property
    def changes(self) -> list[QuoteLine]:
        """The lines the shopper has to be told about."""
        return [line for line in self.lines if line.change is not Change.NONE]

    @property
    def obstacles(self) -> list[QuoteLine]:
        """The lines that stand in the way of placing an order."""
        return [line for line in self.lines if line.change in IN_THE_WAY]

    @property
    def saving_paise(self) -> int:
        """What is saved against MRP."""
        return sum(line.saving_paise for line in self.lines if line.change not in IN_THE_WAY)

    @property
    def mended_quantities(self) -> dict[int, int]:
        """What the cart would hold if the shopper took what there is."""
        return {line.item.listing_id: _to_be_had(line) for line in self.obstacles}


def terms_of(store: Store) -> Terms:
    """The store's terms of sale, for a bill."""
    return Terms(
        minimum_order_paise=store.minimum_order_paise,
        delivery_fee_paise=store.delivery_fee_paise,
        free_delivery_from_paise=store.free_delivery_from_paise,
        weighing_tolerance_bp=store.weighing_tolerance_bp,
    )


def quote(*, items: Sequence[CartItem], store: Store) -> Quote:
    """Price the items on the store's terms. Asks the database nothing."""
    lines = [_quote_line(item, store.weighing_tolerance_bp) for item in items]
    bill = draw_up([line.price for line in lines if line.change not in IN_THE_WAY], terms_of(store))
    return Quote(lines=lines, bill=bill)


def _quote_line(item: CartItem, tolerance_bp: int) -> QuoteLine:
    price = price_line(
        price_paise=item.price_paise,
        unit=item.unit,
        quantity=item.quantity,
        is_loose=item.is_loose,
        tolerance_bp=tolerance_bp,
    )
    return QuoteLine(item=item, price=price, change=_change(item))


def _change(item: CartItem) -> Change:
    if not item.is_offered:
        return Change.GONE
    if item.available <= 0:
        return Change.SOLD_OUT
    if item.available < item.quantity:
        return Change.LESS_LEFT
    if item.price_paise > item.seen_paise:
        return Change.DEARER
    if item.price_paise < item.seen_paise:
        return Change.CHEAPER
    return Change.NONE


def _to_be_had(line: QuoteLine) -> int:
    if line.change is not Change.LESS_LEFT:
        return 0
    return line.item.available - line.item.available % line.item.step if line.item.is_loose else line.item.available
