"""What a listing repeats so that shelves can be sorted: unit price and discount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirana.catalog.models import Product
from kirana.catalog.packs import pack_facts
from kirana.catalog.sorting import discount_bp, unit_price_paise


@pytest.mark.parametrize(
    ("pack", "price", "unit_price"),
    [
        ("5 kg", 285_00, 57_00),
        ("1 kg", 62_00, 62_00),
        ("500 ml", 849_00, 1698_00),
        ("6 pcs", 72_00, 12_00),
        ("333 g", 10_00, 30_03),  # 3003.003 paise
        ("3 kg", 1_00, 33),
        ("600 g", 1, 2),  # 1.67 paise
        ("400 g", 1, 3),  # 2.5 paise: a half goes up
        ("Combo 2 Items", 116_00, None),
        ("", 20_00, None),
    ],
)
def test_a_pack_is_told_by_the_kilogram_litre_or_piece(pack, price, unit_price):
    product = Product(**pack_facts(pack=pack, is_loose=False))
    assert unit_price_paise(product=product, price_paise=price) == unit_price


def test_loose_goods_are_told_as_they_are_priced():
    product = Product(**pack_facts(pack="", is_loose=True))
    assert unit_price_paise(product=product, price_paise=38_00) == 38_00


@pytest.mark.parametrize(
    ("price", "mrp", "below"),
    [(90_00, 100_00, 1000), (100_00, 100_00, 0), (2_00, 3_00, 3333), (1, 3, 6666), (38_00, None, 0), (5, 0, 0)],
)
def test_a_discount_is_rounded_down(price, mrp, below):
    assert discount_bp(price_paise=price, mrp_paise=mrp) == below


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_an_offer_is_never_made_to_look_better(one, other):
    price, mrp = sorted((one, other))
    assert 0 <= discount_bp(price_paise=price, mrp_paise=mrp) * mrp <= (mrp - price) * 10_000
