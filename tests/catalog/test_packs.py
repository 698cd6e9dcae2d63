"""What a pack holds, read from the words on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirana.catalog import packs
from kirana.core.quantity import BaseUnit

# Words as shops write them, what they hold, in which unit.
REAL = """
    500 g                               500     g
    350 g Pouch                         350     g
    1 kg                                1000    g
    1 Kg Pouch                          1000    g
    1kg                                 1000    g
    2.5 kgs                             2500    g
    .5 kg                               500     g
    25 kg Bag                           25000   g
    500gms                              500     g
    200 gm                              200     g
    500 g PKT                           500     g
    400 g Tin                           400     g
    1 L                                 1000    ml
    1ltr                                1000    ml
    1 ltr                               1000    ml
    2 Litres                            2000    ml
    2.5 L Box                           2500    ml
    500 ml Bottle                       500     ml
    200 mL                              200     ml
    2x500 ml                            1000    ml
    2 x 500 ml                          1000    ml
    2x200 g Multipack                   400     g
    3X120 g Multipack                   360     g
    5x30 g (Multipack)                  150     g
    2x1L Multipack                      2000    ml
    2 × 750 ml                          1500    ml
    2 * 750 ml                          1500    ml
    450 mL x 24                         10800   ml
    200ml x 6                           1200    ml
    500 g each x 2                      1000    g
    150 g (Pack of 2)                   300     g
    60 g Pack of 6                      360     g
    220 ml (Set of 6)                   1320    ml
    850 ml Set of 3                     2550    ml
    Pack of 4 (200ml)                   800     ml
    Pack of 2, 500 g each               1000    g
    Box of 6 - 100 g                    600     g
    2 kg + 500 g                        2500    g
    100 g + 20 g Free                   120     g
    3 pcs                               3       pc
    1 Pc                                1       pc
    6 pcs Carton                        6       pc
    2 x 10 pcs Multipack                20      pc
    80 pulls                            80      pc
    25 bags                             25      pc
    Pack of 6                           6       pc
    1 kg (5-6 pcs)                      1000    g
    675 ml (2 pcs)                      675     ml
    100 g (Buy 4 Get 1 Free)            100     g
    1 pc (Approx. 250g)                 1       pc
"""
TABLE = [row.strip().rsplit(None, 2) for row in REAL.strip().splitlines()]


@pytest.mark.parametrize(("words", "amount", "unit"), TABLE)
def test_a_pack_holds_what_it_says(words, amount, unit):
    words = words.strip()
    assert packs.read(words) == packs.PackSize(int(amount), unit, words)


@pytest.mark.parametrize(
    "words",
    [
        "Combo",
        "Combo 2 Items",
        "Combo (2 Items)",
        "Default Title",
        "40 cm",
        "9 x 8 x 1.75",
        "3 x 172 Pages Multipack",
        "100 Seeds",
        "100 g + 1 pc",
        "0 g",
        "5000 kg",
        "0.3 g",
        "half a kilo",
        "3 pcs (600 ml + 1000 ml + 1500 ml)",
    ],
)
def test_what_the_words_do_not_say_is_not_made_up(words):
    assert packs.read(words) == packs.PackSize(None, "", words)


@pytest.mark.parametrize("words", ["", " ", "-", "–", " . ", "—"])
def test_a_dash_is_no_pack(words):
    assert packs.read(words) == packs.PackSize(None, "", "")


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("Pack of 12 pcs", 12, "pc"),
        ("Set of 24 pieces", 24, "pc"),
        ("Set Of 10 pcs", 10, "pc"),
        ("Pack of 500 g", 500, "g"),
        ("Pack of 1.5 kg", 1500, "g"),
    ],
)
def test_a_number_is_not_torn_in_two(words, amount, unit):
    assert packs.read(words) == packs.PackSize(amount, unit, words)


@pytest.mark.parametrize(
    ("words", "grams"),
    [
        ("50 g (25 Bags x 2 g each)", 50),
        ("20 g (10 Bags X 2 g each)", 20),
        ("119 g (7 Units x 17 g Each)", 119),
        ("1 kg (40 pcs x 25 g each)", 1000),
    ],
)
def test_tea_bags_are_sold_by_what_they_weigh(words, grams):
    assert packs.read(words) == packs.PackSize(grams, "g", words)


@pytest.mark.parametrize(("words", "grams"), [("1/2 kg", 500), ("1,500 g", 1500), ("1,000 g", 1000)])
def test_half_a_kilo_is_not_two(words, grams):
    assert packs.read(words).net_quantity in (grams, None)


@pytest.mark.parametrize("words", ["500-600 g", "100 to 150 gm", "70 to 100 gm (Bunch)"])
def test_a_range_is_no_net_quantity(words):
    assert packs.read(words) == packs.PackSize(None, "", words)


@pytest.mark.parametrize("words", ["10 + 2 pcs", "19+4g", "20 + 20 gm"])
def test_a_sum_is_not_told_as_its_last_part(words):
    total = sum(int(part) for part in words.rstrip(" pcsgm").split("+"))
    assert packs.read(words).net_quantity in (total, None)


@pytest.mark.parametrize(
    ("words", "grams"),
    [
        ("1.1 kg (1kg + 100gm Free)", 1100),
        ("125 g (75 g + 50 g Free)", 125),
        ("60g + 30g Free (Buy 2 & Get 1 Free)", 90),
        ("68 g (50 Bags x 1.3 g each)", 68),
        ("600 g 30 pcs x 20 g each", 600),
    ],
)
def test_what_the_label_says_first_is_not_counted_twice(words, grams):
    assert packs.read(words) == packs.PackSize(grams, "g", words)


@pytest.mark.parametrize(
    "words",
    ["3x(75 g+25 g) Multipack", "4 pcs (3 x 260ml + 1 x 600ml)", "250 g x2 + 100 g", "1. 2 Kg", "20 g + 20 ml Sachet"],
)
def test_what_is_too_tangled_is_not_guessed(words):
    assert packs.read(words) == packs.PackSize(None, "", words)


@given(st.integers(1, 10**6), st.sampled_from(["g", "ml", "pc"]))
def test_an_amount_in_the_base_unit_is_the_amount(amount, unit):
    assert packs.read(f"{amount} {unit} Pouch") == packs.PackSize(amount, unit, f"{amount} {unit} Pouch")


@given(
    st.integers(1, 50), st.integers(1, 20_000), st.sampled_from(["{} x {} g", "{}x{}g Multipack", "Pack of {} ({} g)"])
)
def test_so_many_of_so_much_is_the_product(times, grams, shape):
    found = packs.read(shape.format(times, grams))
    assert (found.net_quantity, found.net_unit) == (times * grams, "g")


@given(st.text(max_size=200))
def test_any_words_are_read_and_a_quantity_has_a_unit(words):
    found = packs.read(words)
    assert (found.net_quantity is None) == (found.net_unit == "")
    assert found.net_quantity is None or 0 < found.net_quantity <= packs.MOST
    assert found.net_unit in ("", *BaseUnit.values)
    assert len(found.label) <= packs.LABEL_LENGTH


def test_a_label_keeps_the_words_in_single_spaces():
    assert packs.read("  2 x\u00a0 500   ml ").label == "2 x 500 ml"


@pytest.mark.parametrize("words", ["loose", "Loose", "per kg", "Per Kilo", "kg loose", "1 kg loose", "per  litre"])
def test_loose_goods_say_so(words):
    assert packs.is_loose(words)


@pytest.mark.parametrize("words", ["", "1 kg", "loose leaf tea 500 g", "250 g loose", "kg"])
def test_a_pack_is_not_loose(words):
    assert not packs.is_loose(words)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("Basmati Rice 5 kg", "5 kg"),
        ("Basmati Rice 5kg", "5kg"),
        ("Toned Milk, 500 ml", "500 ml"),
        ("Glucose Biscuits (6 x 50 g)", "6 x 50 g"),
        ("Cola - 750 ml", "750 ml"),
        ("Lassi 200 ml x 6", "200 ml x 6"),
        ("Garlic Oil - Vegetarian Capsule 500 mg", ""),
        ("Basmati Rice", ""),
        ("7 Up", ""),
        ("5 kg Bucket", ""),
        ("Chicken Wings, 4-6 pcs", ""),
        ("Basmati Rice 5 kg + Toor Dal 1 kg", ""),
        ("Celebrations Box,177g", "177g"),
    ],
)
def test_a_pack_at_the_end_of_a_name_is_found(name, pack):
    assert packs.at_the_end_of(name) == pack


def test_loose_goods_are_counted_in_grams_and_packs_in_pieces():
    assert packs.pack_facts(pack="5 kg", is_loose=True) == {
        "is_loose": True,
        "unit": "g",
        "net_quantity": None,
        "net_unit": "",
        "pack_label": "",
    }
    assert packs.pack_facts(pack="5 kg", is_loose=False) == {
        "is_loose": False,
        "unit": "pc",
        "net_quantity": 5000,
        "net_unit": "g",
        "pack_label": "5 kg",
    }
