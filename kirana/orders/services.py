"""The verbs that change orders; the only code that writes orders' tables.

A verb that also moves stock, money or a slot is part of a story in `kirana.flows`; screens call the flow.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import User
from kirana.core import locks, numbers
from kirana.core.actors import Actor
from kirana.core.errors import NotFound, ShopError
from kirana.core.quantity import Quantity
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import ORDERS, OrderState
from kirana.pricing.bill import line_paise

FIRST_NUMBER = 10_000


class OverAgreedWeight(ShopError):
    code = "over_agreed_weight"
    status = 422
    sentence = _("%(weighed)s is more than the %(most)s agreed. Take %(over)s out.")


class MoreThanOrdered(ShopError):
    code = "more_than_ordered"
    status = 422
    sentence = _("Only %(quantity)s were ordered.")


class LessThanNothing(ShopError):
    code = "less_than_nothing"
    status = 422
    sentence = _("Less than nothing cannot be taken from the shelf.")


class NotAllPicked(ShopError):
    code = "not_all_picked"
    sentence = _("%(left)s of the items are not picked yet.")


class NothingToPack(ShopError):
    code = "nothing_to_pack"
    sentence = _("Nothing of this order is there. Cancel it instead, so that the customer is told.")


class TooLateToCancel(ShopError):
    code = "too_late_to_cancel"
    sentence = _("Your order is packed already. Please call the shop.")


class CalledOff(ShopError):
    code = "called_off"
    sentence = _("Someone has called this order off.")


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line to be written: the columns of `OrderLine` that are known at placing."""

    listing_id: int
    code: str
    name: str
    names: dict[str, str]
    brand: str
    pack_label: str
    picture: str
    hsn: str
    aisle: str
    is_loose: bool
    unit: str
    quantity: int
    most_quantity: int
    price_paise: int
    mrp_paise: int | None
    total_paise: int
    cap_paise: int
    note: str
    if_missing: str


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order to be written: the columns of `Order` that are known at placing, and its lines."""

    store_id: int
    customer_id: int | None
    name: str
    phone: str
    email: str
    address_line: str
    landmark: str
    pincode: str
    place: str
    note: str
    language: str
    slot_id: int
    slot_starts_at: datetime
    slot_ends_at: datetime
    payment_method: str
    goods_paise: int
    delivery_fee_paise: int
    discount_paise: int
    total_paise: int
    cap_paise: int
    lines: Sequence[LineDraft] = field(repr=False)


def new_token() -> str:
    """A secret that names an order to the person who placed it."""
    return secrets.token_urlsafe(16)


def begin(*, draft: OrderDraft, token: str, by: Actor, at: datetime) -> Order:
    """Write an order that is still to be paid or promised, with its lines and its number."""
    columns: dict[str, Any] = {name: getattr(draft, name) for name in draft.__slots__ if name != "lines"}
    order = Order.objects.create(
        number=f"KM-{FIRST_NUMBER + numbers.draw()}",
        token=token,
        agreed_paise=draft.total_paise,
        begun_at=at,
        **columns,
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, position=position, **asdict(line)) for position, line in enumerate(draft.lines, start=1)
    )
    ORDERS.begin(order, by=by, at=at)
    return order


def place(*, order: Order, by: Actor, at: datetime) -> None:
    """The payment is made or promised: the shop may begin."""
    ORDERS.move(order, "place", by=by, at=at, placed_at=at)


def abandon(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """Nothing came of the payment."""
    ORDERS.move(order, "abandon", by=by, at=at, why=why)


def revive(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """The money of an abandoned order came after all. Raises `CalledOff` when a person had cancelled it."""
    last = order.history.last()
    if last is not None and last.move == "cancel":
        raise CalledOff()
    ORDERS.move(order, "revive", by=by, at=at, why=why, placed_at=at)


def accept(*, order: Order, by: Actor, at: datetime) -> None:
    """The shop takes the order on."""
    ORDERS.move(order, "accept", by=by, at=at)


def start_picking(*, order: Order, by: Actor, at: datetime) -> None:
    """Someone goes to the shelves with it."""
    ORDERS.move(order, "start_picking", by=by, at=at)


def pick(*, order: Order, line_id: int, quantity: int, why: str = "") -> OrderLine:
    """Write what was taken from the shelf for a line: a count, or what the scale said; 0 leaves it out.

    The line's total and the order's follow. Picking a line again replaces what was written.
    Raises `OverAgreedWeight` or `MoreThanOrdered` when it is more than was agreed, `LessThanNothing` below 0.
    """
    if quantity < 0:
        raise LessThanNothing()
    with locks.transaction():
        line = _line_being_picked(order, line_id)
        if quantity > line.most_quantity:
            _refuse_too_much(line, quantity)
        line.picked_quantity = quantity
        line.total_paise = line_paise(price_paise=line.price_paise, unit=line.base_unit, quantity=quantity)
        line.missing_why = why if quantity == 0 or (quantity < line.quantity and not line.is_loose) else ""
        line.save(update_fields=["picked_quantity", "total_paise", "missing_why"])
        _total_up(order)
    return line


def unpick(*, order: Order, line_id: int) -> OrderLine:
    """Take a pick back: the line is to be picked again, at what was promised."""
    with locks.transaction():
        line = _line_being_picked(order, line_id)
        line.picked_quantity = None
        line.total_paise = line_paise(price_paise=line.price_paise, unit=line.base_unit, quantity=line.quantity)
        line.missing_why = ""
        line.save(update_fields=["picked_quantity", "total_paise", "missing_why"])
        _total_up(order)
    return line


def pack(*, order: Order, by: Actor, at: datetime) -> None:
    """Close the bags. Raises `NotAllPicked`, or `NothingToPack` when every line was left out."""
    picked = list(order.lines.values_list("picked_quantity", flat=True))
    if None in picked:
        raise NotAllPicked(left=picked.count(None))
    if not any(picked):
        raise NothingToPack()
    ORDERS.move(order, "pack", by=by, at=at)


def hand_over(*, order: Order, rider: User, by: Actor, at: datetime) -> None:
    """Give the bags to whoever brings them to the door."""
    ORDERS.move(order, "hand_over", by=by, at=at, why=str(rider), rider=rider)


def bring_back(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """Nobody took the bags; they are in the shop again, to go out another time."""
    ORDERS.move(order, "bring_back", by=by, at=at, why=why, rider=None)


def deliver(*, order: Order, by: Actor, at: datetime) -> None:
    """The bags are with the shopper."""
    ORDERS.move(order, "deliver", by=by, at=at)


def cancel(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """The shop calls it off."""
    ORDERS.move(order, "cancel", by=by, at=at, why=why)


def cancel_by_shopper(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """The shopper calls it off, while nothing is packed. Raises `TooLateToCancel`, or `IllegalMove` when it ended."""
    if order.state in (OrderState.PACKED, OrderState.OUT):
        raise TooLateToCancel(state=order.state)
    ORDERS.move(order, "cancel", by=by, at=at, why=why)


def _line_being_picked(order: Order, line_id: int) -> OrderLine:
    """The line, with its order locked and in the state in which lines are picked."""
    now = locks.locked(Order.objects.filter(pk=order.pk)).get()
    ORDERS.require(now, OrderState.PICKING)
    line = OrderLine.objects.filter(pk=line_id, order=order).first()
    if line is None:
        raise NotFound()
    return line


def _refuse_too_much(line: OrderLine, quantity: int) -> None:
    if not line.is_loose:
        raise MoreThanOrdered(quantity=line.quantity)
    unit, language = line.base_unit, get_language() or "en"
    raise OverAgreedWeight(
        weighed=Quantity(quantity, unit).format(language),
        most=Quantity(line.most_quantity, unit).format(language),
        over=Quantity(quantity - line.most_quantity, unit).format(language),
    )


def _total_up(order: Order) -> None:
    """Make the total follow the lines. The delivery fee stays as agreed: a missing item never makes a bill rise."""
    goods = OrderLine.objects.filter(order=order).aggregate(goods=Sum("total_paise"))["goods"]
    total = goods + order.delivery_fee_paise - order.discount_paise
    Order.objects.filter(pk=order.pk).update(goods_paise=goods, total_paise=total)
    order.goods_paise, order.total_paise = goods, total
