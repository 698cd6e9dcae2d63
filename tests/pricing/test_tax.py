"""The tax inside a price: the parts add up to the paisa, whatever the amount and the rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirana.pricing.tax import NOTHING, TaxSplit, split

pytestmark = pytest.mark.sqlite_only

AMOUNTS = st.integers(min_value=0, max_value=10**10)
RATES = st.sampled_from([0, 25, 150, 300, 500, 1200, 1800, 2800, 4000])


@pytest.mark.parametrize(
    ("amount", "rate", "parts"),
    [
        (105_00, 500, (100_00, 2_50, 2_50)),
        (118_00, 1800, (100_00, 9_00, 9_00)),
        (140_00, 4000, (100_00, 20_00, 20_00)),
        (285_00, 500, (271_42, 6_79, 6_79)),
        (38_00, 0, (38_00, 0, 0)),
        (1, 4000, (1, 0, 0)),
        (0, 1800, (0, 0, 0)),
    ],
)
def test_within_the_state_the_halves_are_equal(amount, rate, parts):
    assert split(amount_paise=amount, rate_bp=rate, is_interstate=False) == TaxSplit(*parts, 0)


def test_across_states_it_is_one_tax():
    assert split(amount_paise=285_00, rate_bp=500, is_interstate=True) == TaxSplit(271_43, 0, 0, 13_57)


@given(amount=AMOUNTS, rate=RATES, is_interstate=st.booleans())
def test_the_parts_always_add_up_and_are_within_a_paisa_of_the_exact(amount, rate, is_interstate):
    found = split(amount_paise=amount, rate_bp=rate, is_interstate=is_interstate)
    assert found.total_paise == amount
    assert found.cgst_paise == found.sgst_paise
    assert (found.igst_paise == 0) or is_interstate
    assert min(found.taxable_paise, found.tax_paise) >= 0
    assert abs(found.taxable_paise * (10_000 + rate) - amount * 10_000) <= 10_000 + rate


@given(amounts=st.lists(st.tuples(AMOUNTS, RATES), max_size=40), is_interstate=st.booleans())
def test_a_bill_of_split_lines_comes_to_what_its_lines_come_to(amounts, is_interstate):
    parts = [split(amount_paise=amount, rate_bp=rate, is_interstate=is_interstate) for amount, rate in amounts]
    whole = sum(parts, NOTHING)
    assert whole.total_paise == sum(amount for amount, _rate in amounts)
    assert whole - sum(parts, NOTHING) == NOTHING
