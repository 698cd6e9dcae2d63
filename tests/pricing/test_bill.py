"""The bill: its lines, fees, caps and rounding, and a discount shared over it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kirana.core.money import share_out
from kirana.core.quantity import BaseUnit
from kirana.pricing.bill import Bill, PricedLine, Terms, draw_up, line_paise, price_line

# Lakshmi's terms: ₹149 at least, delivery ₹25, free from ₹499, a tenth of tolerance on the scale
TERMS = Terms(
    minimum_order_paise=149_00,
    delivery_fee_paise=25_00,
    free_delivery_from_paise=499_00,
    weighing_tolerance_bp=1000,
)
UNITS = some.sampled_from(BaseUnit)
PRICES = some.integers(1, 10**7)
QUANTITIES = some.integers(1, 50_000)
LINES = some.lists(
    some.builds(
        price_line,
        price_paise=PRICES,
        unit=UNITS,
        quantity=QUANTITIES,
        is_loose=some.booleans(),
        tolerance_bp=some.integers(0, 5000),
    ),
    max_size=20,
)


def a_line(total_paise: int, cap_paise: int | None = None) -> PricedLine:
    """A line that comes to this much, and to no more than the cap when it is weighed."""
    return PricedLine(total_paise=total_paise, cap_paise=cap_paise or total_paise, most_quantity=1)


# --- lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price_paise", "unit", "quantity", "paise"),
    [
        (285_00, BaseUnit.PIECE, 2, 570_00),
        (38_00, BaseUnit.GRAM, 1500, 57_00),
        (38_00, BaseUnit.GRAM, 333, 12_65),  # 1265.4 paise
        (38_00, BaseUnit.GRAM, 335, 12_73),  # exactly 1273 paise
        (899_00, BaseUnit.GRAM, 50, 44_95),
        (60_50, BaseUnit.MILLILITRE, 250, 15_13),  # 1512.5 paise: a half goes up
        (1, BaseUnit.GRAM, 500, 1),  # half a paisa
        (1, BaseUnit.GRAM, 499, 0),
    ],
)
def test_a_line_is_rounded_to_the_paisa_half_up(price_paise, unit, quantity, paise):
    assert line_paise(price_paise=price_paise, unit=unit, quantity=quantity) == paise


@given(price_paise=PRICES, unit=UNITS, quantity=QUANTITIES)
def test_a_line_is_never_more_than_half_a_paisa_off(price_paise, unit, quantity):
    said = line_paise(price_paise=price_paise, unit=unit, quantity=quantity)
    assert 2 * abs(said * unit.per - price_paise * quantity) <= unit.per
    assert isinstance(said, int)


@given(price_paise=PRICES, quantity=some.integers(1, 99))
def test_packs_are_never_rounded(price_paise, quantity):
    assert line_paise(price_paise=price_paise, unit=BaseUnit.PIECE, quantity=quantity) == price_paise * quantity


@given(price_paise=PRICES, unit=UNITS, quantity=QUANTITIES, more=QUANTITIES)
def test_more_never_costs_less(price_paise, unit, quantity, more):
    some_of_it = line_paise(price_paise=price_paise, unit=unit, quantity=quantity)
    assert line_paise(price_paise=price_paise, unit=unit, quantity=quantity + more) >= some_of_it


# --- how far weighing may go ------------------------------------------------------------------------


def test_a_kilo_and_a_half_of_onions_may_weigh_a_tenth_more():
    line = price_line(price_paise=38_00, unit=BaseUnit.GRAM, quantity=1500, is_loose=True, tolerance_bp=1000)
    assert line == PricedLine(total_paise=57_00, cap_paise=62_70, most_quantity=1650)


def test_a_pack_is_exact():
    line = price_line(price_paise=285_00, unit=BaseUnit.PIECE, quantity=2, is_loose=False, tolerance_bp=1000)
    assert line == PricedLine(total_paise=570_00, cap_paise=570_00, most_quantity=2)


@pytest.mark.parametrize(
    ("quantity", "tolerance_bp", "most"), [(9, 1000, 9), (10, 1000, 11), (999, 1, 999), (1000, 0, 1000), (3, 5000, 4)]
)
def test_the_tolerance_is_rounded_down_in_asha_s_favour(quantity, tolerance_bp, most):
    line = price_line(
        price_paise=38_00, unit=BaseUnit.GRAM, quantity=quantity, is_loose=True, tolerance_bp=tolerance_bp
    )
    assert line.most_quantity == most


@given(
    price_paise=PRICES,
    quantity=QUANTITIES,
    tolerance_bp=some.integers(0, 5000),
    part=some.integers(0, 100),
)
def test_whatever_the_scale_says_up_to_the_most_stays_under_the_cap(price_paise, quantity, tolerance_bp, part):
    line = price_line(
        price_paise=price_paise, unit=BaseUnit.GRAM, quantity=quantity, is_loose=True, tolerance_bp=tolerance_bp
    )
    weighed = line.most_quantity * part // 100
    assert line_paise(price_paise=price_paise, unit=BaseUnit.GRAM, quantity=weighed) <= line.cap_paise
    assert line.total_paise <= line.cap_paise


# --- the whole bill ---------------------------------------------------------------------------------


def test_asha_s_bill():
    bill = draw_up([a_line(285_00), a_line(57_00, 62_70)], TERMS)
    assert bill == Bill(
        goods_paise=342_00,
        delivery_fee_paise=25_00,
        discount_paise=0,
        total_paise=367_00,
        cap_paise=372_70,
        to_minimum_paise=0,
        to_free_delivery_paise=157_00,
    )
    assert bill.may_vary


def test_a_bill_of_packs_cannot_vary():
    assert not draw_up([a_line(570_00)], TERMS).may_vary


def test_lines_are_rounded_and_then_added_never_the_other_way():
    half = price_line(price_paise=1, unit=BaseUnit.GRAM, quantity=500, is_loose=True, tolerance_bp=0)
    assert draw_up([half] * 3, TERMS).goods_paise == 3  # the sum, 1.5 paise, would have been 2


@pytest.mark.parametrize(
    ("goods_paise", "fee_paise", "to_minimum", "to_free"),
    [
        (148_99, 25_00, 1, 350_01),
        (149_00, 25_00, 0, 350_00),
        (498_99, 25_00, 0, 1),
        (499_00, 0, 0, 0),
        (2000_00, 0, 0, 0),
    ],
)
def test_fees_turn_at_their_paisa(goods_paise, fee_paise, to_minimum, to_free):
    bill = draw_up([a_line(goods_paise)], TERMS)
    assert (bill.delivery_fee_paise, bill.to_minimum_paise, bill.to_free_delivery_paise) == (
        fee_paise,
        to_minimum,
        to_free,
    )
    assert bill.total_paise == goods_paise + fee_paise


def test_an_empty_basket_owes_nothing_not_even_delivery():
    bill = draw_up([], TERMS)
    assert (bill.total_paise, bill.cap_paise, bill.delivery_fee_paise) == (0, 0, 0)
    assert bill.to_minimum_paise == 149_00


def test_a_shop_that_never_delivers_free_never_promises_it():
    terms = Terms(
        minimum_order_paise=0, delivery_fee_paise=25_00, free_delivery_from_paise=None, weighing_tolerance_bp=0
    )
    bill = draw_up([a_line(100_000_00)], terms)
    assert (bill.delivery_fee_paise, bill.to_free_delivery_paise) == (25_00, 0)


def test_a_shop_without_a_fee_says_nothing_of_free_delivery():
    terms = Terms(minimum_order_paise=0, delivery_fee_paise=0, free_delivery_from_paise=499_00, weighing_tolerance_bp=0)
    bill = draw_up([a_line(100_00)], terms)
    assert (bill.total_paise, bill.to_free_delivery_paise) == (100_00, 0)


@given(lines=LINES)
def test_the_total_is_its_parts_and_never_above_the_cap(lines):
    bill = draw_up(lines, TERMS)
    assert bill.goods_paise == sum(line.total_paise for line in lines)
    assert bill.total_paise == bill.goods_paise + bill.delivery_fee_paise - bill.discount_paise
    assert bill.total_paise <= bill.cap_paise
    assert bill.may_vary == any(line.total_paise != line.cap_paise for line in lines)


@given(lines=LINES, more=some.integers(1, 10**6))
def test_another_thing_never_makes_delivery_dearer(lines, more):
    before, after = draw_up([a_line(1), *lines], TERMS), draw_up([a_line(1), *lines, a_line(more)], TERMS)
    assert after.delivery_fee_paise <= before.delivery_fee_paise


# --- a discount, said per line ----------------------------------------------------------------------


def test_ten_rupees_off_three_equal_lines():
    assert share_out(10_00, [100_00, 100_00, 100_00]) == [334, 333, 333]


@given(totals=some.lists(some.integers(1, 10**7), min_size=1, max_size=30), data=some.data())
def test_the_shares_of_a_discount_sum_to_it_and_none_is_more_than_its_line(totals, data):
    discount = data.draw(some.integers(0, sum(totals)))
    shares = share_out(discount, totals)
    assert sum(shares) == discount
    assert all(0 <= share <= total for share, total in zip(shares, totals, strict=True))
    for share, total in zip(shares, totals, strict=True):
        assert abs(share * sum(totals) - discount * total) < sum(totals)  # less than a paisa from its part
