"""Orders: their numbers and tokens, and picking, weighing and leaving out."""

import re

import pytest

from kirana.core.errors import NotFound
from kirana.core.states import IllegalMove
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order, OrderLine
from kirana.orders.services import LessThanNothing, MoreThanOrdered, NotAllPicked, NothingToPack, OverAgreedWeight
from kirana.orders.states import OrderState
from tests.cast import BY, LATER, Lakshmi, everything_that_moves


@pytest.fixture
def order(lakshmi: Lakshmi) -> Order:
    """Asha's order being picked: two packs at ₹285, a kilo and a half at ₹38, delivered free."""
    return lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500), OrderState.PICKING)


def line_of(order: Order, code: str) -> OrderLine:
    """The line of a thing, as the table has it."""
    return OrderLine.objects.get(order=order, code=code)


def bill_of(order: Order) -> tuple[int, int, int]:
    """Goods, delivery and total, as the table has them."""
    return Order.objects.values_list("goods_paise", "delivery_fee_paise", "total_paise").get(pk=order.pk)


# --- numbers and tokens -----------------------------------------------------------------------------


def test_a_number_is_for_people_and_a_token_is_for_asha_alone(lakshmi):
    first, second = lakshmi.a_placed_order(atta=1), lakshmi.a_placed_order(atta=1)
    assert re.fullmatch(r"KM-1\d{4}", first.number)
    assert int(second.number.removeprefix("KM-")) > int(first.number.removeprefix("KM-")) > orders.FIRST_NUMBER
    for order in (first, second):
        assert len(order.token) == 22
        assert order.token not in order.number
    assert first.token != second.token


def test_tokens_are_not_to_be_guessed():
    tokens = {orders.new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)  # 128 bits


# --- weighing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weighed", "line_paise", "total_paise"),
    [
        (1500, 57_00, 627_00),
        (1410, 53_58, 623_58),
        (1650, 62_70, 632_70),  # as far as was agreed
        (1, 4, 570_04),  # 3.8 paise
    ],
)
def test_the_bill_follows_the_weight(order, findings, weighed, line_paise, total_paise):
    line = orders.pick(order=order, line_id=line_of(order, "onions").pk, quantity=weighed)
    assert (line.picked_quantity, line.total_paise, line.missing_why) == (weighed, line_paise, "")
    assert line_of(order, "onions").total_paise == line_paise
    assert bill_of(order) == (570_00 + line_paise, 0, total_paise)
    assert (order.goods_paise, order.total_paise) == (570_00 + line_paise, total_paise)
    assert Order.objects.get(pk=order.pk).agreed_paise == 627_00
    assert findings() == []


def test_a_gram_above_the_cap_is_refused_and_says_what_to_take_out(order, nothing_moves):
    with nothing_moves(), pytest.raises(OverAgreedWeight) as refused:
        orders.pick(order=order, line_id=line_of(order, "onions").pk, quantity=1651)
    assert refused.value.message == "1.651 kg is more than the 1.65 kg agreed. Take 1 g out."


def test_a_third_pack_was_not_ordered(order, nothing_moves):
    with nothing_moves(), pytest.raises(MoreThanOrdered) as refused:
        orders.pick(order=order, line_id=line_of(order, "atta").pk, quantity=3)
    assert refused.value.message == "Only 2 were ordered."


@pytest.mark.parametrize("code", ["atta", "onions"])
def test_less_than_nothing_is_not_taken(order, nothing_moves, code):
    with nothing_moves(), pytest.raises(LessThanNothing) as refused:
        orders.pick(order=order, line_id=line_of(order, code).pk, quantity=-1)
    assert refused.value.message == "Less than nothing cannot be taken from the shelf."


def test_a_line_is_weighed_again_and_the_last_word_counts(order):
    onions = line_of(order, "onions").pk
    orders.pick(order=order, line_id=onions, quantity=1600)
    orders.pick(order=order, line_id=onions, quantity=1450)
    assert line_of(order, "onions").picked_quantity == 1450
    assert bill_of(order) == (625_10, 0, 625_10)


def test_a_pick_taken_back_is_to_be_picked_again_at_what_was_promised(order, findings):
    onions = line_of(order, "onions").pk
    orders.pick(order=order, line_id=onions, quantity=0, why="all sold")
    orders.unpick(order=order, line_id=onions)
    line = line_of(order, "onions")
    assert (line.picked_quantity, line.total_paise, line.missing_why, line.is_picked) == (None, 57_00, "", False)
    assert bill_of(order) == (627_00, 0, 627_00)
    assert findings() == []


# --- leaving out ------------------------------------------------------------------------------------


def test_what_is_not_there_is_not_paid_for(order, findings):
    line = orders.pick(order=order, line_id=line_of(order, "onions").pk, quantity=0, why="all sold")
    assert (line.is_missing, line.missing_why, line.total_paise) == (True, "all sold", 0)
    assert bill_of(order) == (570_00, 0, 570_00)
    assert findings() == []


def test_one_pack_of_two_is_half_the_line_and_says_why(order):
    line = orders.pick(order=order, line_id=line_of(order, "atta").pk, quantity=1, why="one was torn")
    assert (line.is_missing, line.missing_why, line.total_paise) == (False, "one was torn", 285_00)
    assert bill_of(order) == (342_00, 0, 342_00)


def test_a_missing_thing_never_makes_delivery_dearer(order):
    """₹627 was delivered free; ₹57 still is, though free delivery begins at ₹499."""
    orders.pick(order=order, line_id=line_of(order, "atta").pk, quantity=0, why="all sold")
    assert bill_of(order) == (57_00, 0, 57_00)


def test_light_loose_goods_are_not_missing(order):
    line = orders.pick(order=order, line_id=line_of(order, "onions").pk, quantity=1400, why="light")
    assert line.missing_why == ""


# --- only what is being picked ----------------------------------------------------------------------


def test_lines_are_picked_only_while_the_order_is(order):
    line_id = line_of(order, "atta").pk
    for state in set(OrderState) - {OrderState.PICKING}:
        Order.objects.filter(pk=order.pk).update(state=state)
        before = everything_that_moves()
        with pytest.raises(IllegalMove):
            orders.pick(order=order, line_id=line_id, quantity=1)
        with pytest.raises(IllegalMove):
            orders.unpick(order=order, line_id=line_id)
        assert everything_that_moves() == before


def test_a_line_of_bilal_s_order_is_not_picked_into_asha_s(lakshmi, order, nothing_moves):
    bilals = lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.bilal, atta=2), OrderState.PICKING)
    with nothing_moves(), pytest.raises(NotFound):
        orders.pick(order=order, line_id=line_of(bilals, "atta").pk, quantity=1)
    with nothing_moves(), pytest.raises(NotFound):
        orders.unpick(order=order, line_id=line_of(bilals, "atta").pk)


# --- closing the bags -------------------------------------------------------------------------------


def test_bags_are_not_closed_while_a_line_is_left(order, nothing_moves):
    orders.pick(order=order, line_id=line_of(order, "atta").pk, quantity=2)
    with nothing_moves(), pytest.raises(NotAllPicked) as refused:
        orders.pack(order=order, by=BY, at=LATER)
    assert refused.value.message == "1 of the items are not picked yet."


def test_empty_bags_are_not_packed(order, nothing_moves):
    for line in order_rows.lines(order_id=order.pk):
        orders.pick(order=order, line_id=line.pk, quantity=0, why="all sold")
    with nothing_moves(), pytest.raises(NothingToPack):
        orders.pack(order=order, by=BY, at=LATER)


# --- who rides --------------------------------------------------------------------------------------


def test_dev_rides_until_it_comes_back(lakshmi, order):
    packed = lakshmi.take_to(order, OrderState.PACKED)
    orders.hand_over(order=packed, rider=lakshmi.dev.user, by=BY, at=LATER)
    assert Order.objects.get(pk=order.pk).rider == lakshmi.dev.user
    orders.bring_back(order=packed, by=BY, at=LATER, why="nobody at home")
    assert Order.objects.get(pk=order.pk).rider is None
