"""Money: read from what people write, written as India writes it, divided without losing a paisa."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirana.core.money import MOST_PAISE, NotMoney, divide_half_up, format_rupees, parse_rupees, plain_rupees, share_out

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("paise", "written"),
    [
        (0, "₹0"),
        (5, "₹0.05"),
        (99, "₹0.99"),
        (120_00, "₹120"),
        (999_50, "₹999.50"),
        (1_000_00, "₹1,000"),
        (99_999_00, "₹99,999"),
        (1_00_000_00, "₹1,00,000"),
        (1_23_456_50, "₹1,23,456.50"),
        (1_23_45_678_00, "₹1,23,45,678"),
        (-1_23_456_50, "-₹1,23,456.50"),
    ],
)
def test_rupees_are_grouped_as_india_groups_them(paise, written):
    assert format_rupees(paise) == written
    assert format_rupees(paise, "hi") == written


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("120", 120_00),
        ("0", 0),
        ("99.9", 99_90),
        ("0.05", 5),
        ("₹1,23,456.50", 1_23_456_50),
        ("₹ 45", 45_00),
        ("Rs. 99.9", 99_90),
        ("Rs.99", 99_00),
        ("Rs 1,249.50", 1_249_50),
        (" 116 ", 116_00),
        ("291.30", 291_30),
        ("600.000", 600_00),
        ("१२०", 120_00),
        ("10000000000", MOST_PAISE),
    ],
)
def test_what_people_write_is_read(text, paise):
    assert parse_rupees(text) == paise


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "₹",
        "-5",
        "free",
        "12 rupees",
        "1.005",
        "99.999",
        "NaN",
        "inf",
        "-inf",
        "sNaN",
        "0x10",
        "12..5",
        "10000000000.01",
    ],
)
def test_what_is_not_an_amount_is_refused_and_shown(text):
    with pytest.raises(NotMoney) as refusal:
        parse_rupees(text)
    assert refusal.value.code == "not_money"
    assert refusal.value.message == f"“{text.strip()}” is not an amount in rupees. Write it like 1,249.50."


@pytest.mark.parametrize(("text", "paise"), [(".5", 50), ("₹.50", 50), ("Rs .75", 75)])
def test_half_a_rupee_without_a_nought_is_not_fifty(text, paise):
    assert parse_rupees(text) == paise


@pytest.mark.parametrize("text", ["9e999999", "1e999999"])
def test_a_number_too_large_for_any_till_is_refused(text):
    with pytest.raises(NotMoney):
        parse_rupees(text)


@given(st.integers(0, MOST_PAISE))
def test_what_is_written_can_be_read_back(paise):
    assert parse_rupees(format_rupees(paise)) == paise
    assert parse_rupees(plain_rupees(paise)) == paise


@pytest.mark.parametrize(
    ("paise", "written"), [(1_249_50, "1249.50"), (5, "0.05"), (0, "0.00"), (-1_05, "-1.05"), (-5, "-0.05")]
)
def test_files_get_plain_rupees(paise, written):
    assert plain_rupees(paise) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (4, 3, 1),
        (5, 3, 2),
        (0, 7, 0),
        (7, 1, 7),
        (1, 2, 1),
        (-1, 2, -1),
        (-1, 3, 0),
    ],
)
def test_a_half_goes_away_from_nothing(numerator, denominator, nearest):
    assert divide_half_up(numerator, denominator) == nearest


@given(amounts, st.integers(-(10**6), 10**6).filter(bool))
def test_a_quotient_is_the_nearest_integer(numerator, denominator):
    exact = Fraction(numerator, denominator)
    found = divide_half_up(numerator, denominator)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)


def test_nothing_is_divided_by_nothing():
    with pytest.raises(ZeroDivisionError):
        divide_half_up(1, 0)


@pytest.mark.parametrize(
    ("total", "of", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (50_00, [285_00, 62_00, 54_00], [35_54, 7_73, 6_73]),
        (2, [0, 0, 0], [1, 1, 0]),
        (10, [0, 5], [0, 10]),
        (1, [3, 7], [0, 1]),
        (0, [1, 2], [0, 0]),
        (7, [], []),
    ],
)
def test_a_discount_is_shared_by_the_largest_remainder(total, of, shares):
    assert share_out(total, of) == shares


@given(amounts, weights)
def test_shares_add_up_exactly(total, of):
    shares = share_out(total, of)
    assert sum(shares) == total
    assert len(shares) == len(of)


@given(amounts, weights.filter(any))
def test_no_share_is_a_paisa_from_its_exact_part(total, of):
    whole = sum(of)
    for share, weight in zip(share_out(total, of), of, strict=True):
        assert abs(share - Fraction(total * weight, whole)) < 1


@given(st.integers(0, 10**9), weights.filter(any))
def test_the_spare_paise_go_to_the_largest_remainders(total, of):
    whole = sum(of)
    shares = share_out(total, of)
    lucky = {i: total * of[i] % whole for i in range(len(of)) if shares[i] > total * of[i] // whole}
    others = [total * of[i] % whole for i in range(len(of)) if i not in lucky]
    assert min(lucky.values(), default=whole) >= max(others, default=0)


@given(st.integers(0, 10**9), weights)
def test_a_refund_is_shared_as_the_payment_was(total, of):
    assert share_out(-total, of) == [-share for share in share_out(total, of)]


@given(st.integers(0, 10**9), weights.filter(any))
def test_what_weighs_nothing_gets_nothing_and_more_never_gets_less(total, of):
    shares = share_out(total, of)
    assert all(share == 0 for share, weight in zip(shares, of, strict=True) if weight == 0)
    by_weight = [share for _weight, share in sorted(zip(of, shares, strict=True))]
    assert by_weight == sorted(by_weight)
