"""The rates of GST: the tariff item, the pack and the day decide, nothing is guessed, and the file says what the law says."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kirana.catalog.packs import pack_facts
from kirana.catalog.starter import rows as starter
from kirana.invoicing import rates
from kirana.invoicing.rates import Condition, Goods, HsnMissing, HsnTooShort, NoRate, Rate, RateTable

pytestmark = pytest.mark.sqlite_only

TODAY = date(2026, 11, 1)
SEED = Path(__file__).resolve().parents[3] / "shared/data/gst/gst_rate_seed.json"
# The days around every change of the law that the file knows of.
DAYS = [
    date.fromisoformat(day)
    for day in ("2025-09-22", "2026-01-31", "2026-02-01", "2026-04-30", "2026-05-01", "2026-11-01")
]


def rate(
    hsn: str,
    name: str = "",
    *,
    on: date = TODAY,
    loose: bool = False,
    net: int | None = 1000,
    unit: str = "g",
    price_paise: int = 100_00,
    table: RateTable | None = None,
) -> int:
    """The rate, in hundredths of a per cent."""
    goods = Goods(hsn=hsn, name=name, is_loose=loose, net_quantity=net, unit=unit, price_paise=price_paise)
    return rates.for_product(goods=goods, on=on, table=table).rate_bp


@pytest.mark.parametrize(
    ("hsn", "loose", "packed"),
    [
        ("1006", 0, 500),
        ("10063020", 0, 500),
        ("07136000", 0, 500),
        ("1101", 0, 500),
        ("0409", 0, 500),
        ("0303", 0, 500),
    ],
)
def test_the_same_grain_is_free_when_loose_and_taxed_in_a_labelled_pack(hsn, loose, packed):
    assert (rate(hsn, loose=True), rate(hsn)) == (loose, packed)


def test_a_pack_is_a_labelled_pack_up_to_25_kilograms():
    assert [rate("1006", net=grams) for grams in (1000, 25_000, 25_001, 26_000)] == [500, 500, 0, 0]
    assert rate("1006", net=None) == 500
    assert rate("0303", net=30, unit="pc") == 500


@pytest.mark.parametrize(
    ("hsn", "name", "expected"),
    [
        ("04069000", "Fresh paneer", 0),
        ("04069000", "ताज़ा पनीर", 0),
        ("04061000", "Pizza mozzarella", 500),
        ("19059090", "Whole wheat bread", 0),
        ("19059090", "Shortbread", 500),
        ("19053100", "Bread biscuits", 500),
        ("19054000", "Bread rusk", 500),
        ("19059040", "Urad papad", 0),
        ("3305", "Amla shampoo", 500),
        ("3305", "Hair dye", 1800),
        ("33059040", "Hair dye", 1800),
        ("3306", "Clove toothpaste", 500),
        ("33069000", "Mouthwash", 1800),
        ("34011190", "Neem soap", 500),
        ("34011942", "Laundry bar", 1800),
        ("34013019", "Hand wash", 1800),
        ("33074100", "Sandal agarbatti", 500),
        ("33074100", "Scented burner", 1800),
        ("22021010", "Cola", 4000),
        ("5601", "Cotton wicks", 0),
        ("5601", "Cotton wool", 500),
        ("96031000", "Grass broom", 0),
        ("96032100", "Toothbrush", 500),
        ("96190010", "Pads", 0),
        ("96190030", "Diapers", 500),
        ("17019990", "Sugar", 500),
        ("17011490", "Jaggery", 500),
    ],
)
def test_where_one_heading_has_two_rates_the_tariff_item_or_the_name_decides(hsn, name, expected):
    assert rate(hsn, name) == expected


def test_curd_is_free_when_loose_and_yoghurt_is_not():
    assert [rate("0403", name, loose=True) for name in ("Fresh curd", "दही", "Greek yoghurt")] == [0, 0, 500]
    assert rate("0403", "Fresh curd") == 500


def test_a_sale_value_above_the_limit_has_the_higher_rate():
    assert [rate("6402", price_paise=price) for price in (2500_00, 2500_01)] == [500, 1800]


@pytest.mark.parametrize(
    ("hsn", "name", "before", "after", "day"),
    [
        ("21069020", "Pan masala", 2800, 4000, date(2026, 2, 1)),
        ("24031921", "Biris", 2800, 1800, date(2026, 2, 1)),
        ("22029920", "Mango drink", 500, NoRate, date(2026, 5, 1)),
        ("22029929", "Mango drink", NoRate, 500, date(2026, 5, 1)),
        ("22029990", "Energy drink", 4000, NoRate, date(2026, 5, 1)),
    ],
)
def test_a_rate_begins_and_ends_on_its_day(hsn, name, before, after, day):
    for expected, on in ((before, date.fromordinal(day.toordinal() - 1)), (after, day)):
        if expected is NoRate:
            with pytest.raises(NoRate) as refusal:
                rate(hsn, name, on=on)
            assert refusal.value.facts == {"hsn": hsn, "on": on.isoformat()}
        else:
            assert rate(hsn, name, on=on) == expected


def test_nothing_is_guessed():
    with pytest.raises(HsnMissing):
        rate("")
    with pytest.raises(NoRate):
        rate("87032100")
    with pytest.raises(NoRate):
        rate("1006", on=date(2025, 9, 21))
    for short in ("3401", "9619", "0804", "0801"):
        with pytest.raises(HsnTooShort):
            rate(short)
    with pytest.raises(NoRate):
        rate("02071200", "Chicken")  # neither "fresh" nor "frozen"


def test_a_rate_that_the_shop_added_is_taken_before_the_shipped_one():
    facts = {"description": "Rice", "condition": Condition.ANY, "words": (), "above_paise": None, "up_to_paise": None}
    added = Rate(
        hsn="1006",
        rate_bp=1200,
        effective_from=date(2026, 6, 1),
        effective_to=None,
        source="99/2026",
        is_added=True,
        **facts,
    )
    table = rates.shipped().plus([added])
    assert [rate("1006", on=date(2026, 5, 31), table=table), rate("1006", on=date(2026, 6, 1), table=table)] == [
        500,
        1200,
    ]


def test_every_row_of_the_file_is_well_formed_and_names_its_source():
    rows = list(rates.shipped().rows())
    assert (len(rows), len({row.hsn for row in rows})) == (361, 282)
    assert {row.rate_bp for row in rows} == {0, 500, 1800, 2800, 4000}
    for row in rows:
        assert row.hsn.isdigit() and 2 <= len(row.hsn) <= 8
        assert row.condition in Condition.values
        assert "Central Tax (Rate), " in row.source and "S. No. " in row.source
        assert row.effective_to is None or row.effective_from <= row.effective_to


def test_no_two_rows_say_different_things_of_the_same_goods_on_the_same_day():
    found = Counter(
        (row.hsn, row.condition, row.words, row.above_paise, row.up_to_paise, day)
        for row in rates.shipped().rows()
        for day in DAYS
        if row.is_in_force(day)
    )
    assert [key for key, times in found.items() if times > 1] == []


def test_every_product_of_the_starter_catalogue_has_a_rate():
    found: Counter[int] = Counter()
    for one in starter.products():
        pack = pack_facts(pack=one.pack, is_loose=one.is_loose)
        goods = Goods(
            hsn=one.facts["hsn"],
            name=one.facts["name"],
            is_loose=one.is_loose,
            net_quantity=pack.get("net_quantity"),
            unit=pack.get("net_unit") or "",
            price_paise=one.price_paise,
        )
        found[rates.for_product(goods=goods, on=TODAY).rate_bp] += 1
    assert found == {500: 212, 0: 76, 1800: 15, 4000: 3}


@pytest.mark.skipif(not SEED.exists(), reason="the published rates to compare with are not on this machine")
def test_the_file_says_what_the_published_rates_say():
    """Every verified row for a heading that is in our file too, on the days around every change."""
    compared, different = 0, []
    for day in DAYS:
        for row in json.loads(SEED.read_text()):
            if row["status"] != "VERIFIED" or row["hsnCode"] not in rates.shipped().by_hsn or not _in_force(row, day):
                continue
            for loose in {"PRE_PACKAGED": [False], "NOT_PRE_PACKAGED": [True]}.get(row["conditionType"], [True, False]):
                compared += 1
                name = (row["conditionText"] or "").split("[")[0]
                # Of footwear it does not say which of its two rates is the one above ₹2,500.
                is_dear = row["hsnCode"].startswith("64") and row["gstRate"] == 18
                price = 3000_00 if is_dear else 100_00
                if rate(row["hsnCode"], name, on=day, loose=loose, price_paise=price) != round(row["gstRate"] * 100):
                    different.append((row["hsnCode"], row["gstRate"], loose, day))
    assert compared == 1972
    assert different == []


def _in_force(row: dict[str, str], day: date) -> bool:
    ends = row["effectiveTo"] or "9999-12-31"
    return row["effectiveFrom"] <= day.isoformat() <= ends
