"""Quantities as labels say them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kirana.core.money import divide_half_up
from kirana.core.quantity import BaseUnit, Quantity

G, ML, PC = BaseUnit.GRAM, BaseUnit.MILLILITRE, BaseUnit.PIECE


@pytest.mark.parametrize(
    ("amount", "unit", "label"),
    [
        (500, G, "500 g"),
        (999, G, "999 g"),
        (1000, G, "1 kg"),
        (1001, G, "1.001 kg"),
        (1500, G, "1.5 kg"),
        (1_00_00_000, G, "10,000 kg"),
        (200, ML, "200 ml"),
        (1000, ML, "1 L"),
        (1250, ML, "1.25 L"),
        (0, G, "0 g"),
        (1, PC, "1 pc"),
        (1000, PC, "1,000 pc"),
        (1_23_456, PC, "1,23,456 pc"),
    ],
)
def test_a_quantity_is_written_as_a_label_writes_it(amount, unit, label):
    assert Quantity(amount, unit).format("en") == label


@given(st.integers(1, 10**7))
def test_a_label_is_not_rounded(grams):
    number, unit = Quantity(grams, G).format("en").split()
    whole, _point, part = number.replace(",", "").partition(".")
    told = int(whole) * 1000 + int(part.ljust(3, "0")) if unit == "kg" else int(whole)
    assert told == grams


@pytest.mark.parametrize(
    ("unit", "per", "big", "small"), [(G, 1000, "kg", "g"), (ML, 1000, "L", "ml"), (PC, 1, "pc", "pc")]
)
def test_prices_are_for_a_kilogram_a_litre_or_a_piece(unit, per, big, small):
    assert (unit.per, unit.big_name, unit.small_name) == (per, big, small)


def test_a_quantity_is_its_amount_and_its_unit():
    assert Quantity(500, G) == Quantity(500, G)
    assert Quantity(500, G) != Quantity(500, ML)


def test_a_label_is_in_the_language_asked_for_whatever_is_in_force():
    for in_force in ("hi", "en"):
        with translation.override(in_force):
            assert Quantity(977, G).format("en") == "977 g"
            assert Quantity(977, G).format("hi") == "977 ग्राम"


def test_a_kilo_and_a_half_of_onions_costs_what_it_should():
    assert divide_half_up(38_00 * 1500, G.per) == 57_00
