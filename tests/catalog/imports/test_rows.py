"""What one row wants, or the reason why it is refused."""

import pytest

from kirana.catalog.imports.rows import RowRefused, wanted


def row(**cells: str) -> dict[str, str]:
    """A row of Jeera at ₹40; `cells` are others in it."""
    return {"name": "Jeera", "price": "40"} | cells


def test_a_row_wants_a_product_and_a_price():
    want = wanted(
        row(code="j1", brand="Dharti", department="Staples", shelf="Spices", pack="100 g", mrp="45", aisle="A2")
    )
    assert (want.code, want.name, want.brand, want.department, want.shelf) == (
        "j1",
        "Jeera",
        "Dharti",
        "Staples",
        "Spices",
    )
    assert want.listing == {"price_paise": 40_00, "mrp_paise": 45_00, "aisle": "A2"}
    assert want.product == {
        "name": "Jeera",
        "is_loose": False,
        "unit": "pc",
        "net_quantity": 100,
        "net_unit": "g",
        "pack_label": "100 g",
    }
    assert want.fresh == {"family": "dharti-jeera"}
    assert want.stock is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": ""}, "it has no name"),
        ({"name": " \u00a0 "}, "it has no name"),
        ({"name": "x" * 301}, "its name is longer than 300 letters"),
        ({"price": ""}, "it has no price"),
        ({"price": "null", "mrp": "NA"}, "it has no price"),
        ({"price": "0"}, "it has no price"),
        ({"price": "free"}, "“free” is not a price"),
        ({"price": "-40"}, "“-40” is not a price"),
        ({"price": "40.125"}, "“40.125” is not a price"),
        ({"price": "41", "mrp": "40"}, "its price ₹41 is above its MRP ₹40"),
        ({"mrp": "forty"}, "“forty” is not a price"),
        ({"gtin": "8901234567894"}, "its barcode 8901234567894 has a digit wrong"),
        ({"gtin": "8.90E+12"}, "its barcode 8.90E+12 has a digit wrong"),
        ({"hsn": "110"}, "its HSN 110 is not four to eight digits"),
        ({"hsn": "0909A"}, "its HSN 0909A is not four to eight digits"),
        ({"fssai": "1234567890123"}, "its FSSAI number does not have 14 digits"),
        ({"veg": "fish"}, "“fish” is not a veg mark: veg, nonveg, egg or none"),
        ({"origin": "Spain"}, "“Spain” is not a country code of two letters"),
        ({"stock": "-1"}, "“-1” is not a stock: a whole number of packs, or of grams"),
        ({"stock": "2.5"}, "“2.5” is not a stock: a whole number of packs, or of grams"),
        ({"stock": "10000001"}, "“10000001” is not a stock: a whole number of packs, or of grams"),
        ({"stock": "१०"}, "“१०” is not a stock: a whole number of packs, or of grams"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_reason(cells, reason):
    with pytest.raises(RowRefused) as refusal:
        wanted(row(**cells))
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("cells", "price", "mrp"),
    [
        ({"price": "₹1,249.50", "mrp": "1300"}, 1_249_50, 1_300_00),
        ({"price": " 116", "mrp": " 155"}, 116_00, 155_00),
        ({"price": "", "mrp": "45"}, 45_00, 45_00),
        ({"price": "-", "mrp": "45"}, 45_00, 45_00),
        ({"price": "40", "mrp": "n/a"}, 40_00, None),
        ({"price": "40", "mrp": "40"}, 40_00, 40_00),
        ({"sold": "loose", "price": "40", "mrp": "39"}, 40_00, None),
    ],
)
def test_prices_are_read_as_people_write_them(cells, price, mrp):
    assert wanted(row(**cells)).listing == {"price_paise": price, "mrp_paise": mrp}


@pytest.mark.parametrize("cells", [{"sold": "loose"}, {"sold": "Loose"}, {"pack": "per kg"}, {"pack": "Loose"}])
def test_loose_goods_are_sold_by_the_gram(cells):
    want = wanted(row(**cells))
    product = want.fresh | want.product
    assert (product["is_loose"], product["unit"], product["pack_label"]) == (True, "g", "")


@pytest.mark.parametrize(
    ("cells", "label", "grams"),
    [
        ({"name": "Jeera 200 g"}, "200 g", 200),
        ({"name": "Jeera 200 g", "pack": ""}, "", None),
        ({"name": "Jeera 200 g", "pack": "100 g"}, "100 g", 100),
        ({"name": "Jeera", "pack": "-"}, "", None),
    ],
)
def test_a_pack_is_read_from_its_column_or_where_there_is_none_from_the_name(cells, label, grams):
    want = wanted(row(**cells))
    product = want.fresh | want.product
    assert (product["pack_label"], product["net_quantity"]) == (label, grams)


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"veg": "Veg"}, "veg_mark", "veg"),
        ({"veg": "non-veg"}, "veg_mark", "nonveg"),
        ({"veg": "no"}, "veg_mark", "nonveg"),
        ({"veg": ""}, "veg_mark", "none"),
        ({"origin": "india"}, "origin", "IN"),
        ({"origin": "es"}, "origin", "ES"),
        ({"origin": ""}, "origin", ""),
        ({"gtin": "8901234567890"}, "gtin", "8901234567890"),
        ({"gtin": ""}, "gtin", None),
        ({"hsn": "09093129"}, "hsn", "09093129"),
        ({"name_hi": "जीरा"}, "names", {"hi": "जीरा"}),
        ({"name_hi": ""}, "names", {}),
        ({"maker": "m" * 300}, "maker", "m" * 200),
        ({"description": "Â\u00a0Whole\u00a0 cumin "}, "description", "Whole cumin"),
        ({"description": "'=1+1"}, "description", "=1+1"),
        ({"description": "'tis good"}, "description", "'tis good"),
    ],
)
def test_other_columns_are_taken_as_they_are_meant(cells, column, value):
    assert wanted(row(**cells)).product[column] == value


@pytest.mark.parametrize(
    "column", ["gtin", "hsn", "veg_mark", "origin", "names", "maker", "description", "fssai_number", "ingredients"]
)
def test_what_the_file_does_not_speak_of_is_not_wanted(column):
    assert column not in wanted(row()).product


def test_the_same_brand_name_and_pack_always_make_the_same_code():
    one = wanted(row(brand="Dharti", pack="100 g"))
    assert one.code == wanted(row(name="JEERA", brand="dharti", pack="100 G", price="99")).code
    assert one.code.startswith("jeera-")
    others = (row(brand="Nandi", pack="100 g"), row(brand="Dharti", pack="200 g"), row(name="Jeera x", pack="100 g"))
    assert len({one.code, *(wanted(other).code for other in others)}) == 4
    assert wanted(row(name="जीरा")).code.startswith("item-")


def test_a_file_without_shelves_says_nothing_of_them():
    assert (wanted(row()).department, wanted(row()).shelf) == (None, None)


def test_a_row_without_a_department_goes_with_the_others():
    assert (wanted(row(department="")).department, wanted(row(department="")).shelf) == ("Other", "")


@pytest.mark.parametrize("gtin", ["8 901234 567890", "890-1234-567890", " 8901234567890 "])
def test_a_barcode_is_its_digits_however_the_label_spaces_them(gtin):
    assert wanted(row(gtin=gtin)).product["gtin"] == "8901234567890"


def test_a_family_fits_its_column():
    assert len(wanted(row(family="f" * 400)).product["family"]) <= 160
