"""Which column is which."""

import pytest

from kirana.catalog import exports
from kirana.catalog.imports import headers
from kirana.catalog.imports.headers import MissingColumns


@pytest.mark.parametrize(
    ("found", "mapping"),
    [
        (["name", "price"], {"name": "name", "price": "price"}),
        (["Product Name", "Selling Price (₹)"], {"Product Name": "name", "Selling Price (₹)": "price"}),
        (
            ["Id", "Brand", "Product", "Quantity", "Price", "MRP", "Category", "Sub-Category", "image_small"],
            {
                "Brand": "brand",
                "Product": "name",
                "Quantity": "pack",
                "Price": "price",
                "MRP": "mrp",
                "Category": "department",
                "Sub-Category": "shelf",
            },
        ),
        (
            ["index", "product", "category", "sub_category", "brand", "sale_price", "market_price", "type", "rating"],
            {
                "product": "name",
                "category": "department",
                "sub_category": "shelf",
                "brand": "brand",
                "sale_price": "price",
                "market_price": "mrp",
            },
        ),
        (
            ["id", "name", "section", "subCategory", "price", "mrp", "unit", "image", "inStock"],
            {
                "name": "name",
                "section": "department",
                "subCategory": "shelf",
                "price": "price",
                "mrp": "mrp",
                "unit": "pack",
            },
        ),
        (["ITEM NAME", "Barcode", "M.R.P."], {"ITEM NAME": "name", "Barcode": "gtin", "M.R.P.": "mrp"}),
        (["Name ", " Rate"], {"Name ": "name", " Rate": "price"}),
        (["name", "title", "price", "sale price"], {"name": "name", "price": "price"}),
        (["", "name", "mrp"], {"name": "name", "mrp": "mrp"}),
    ],
)
def test_headers_are_known_by_what_people_call_them(found, mapping):
    assert headers.mapping(found) == mapping


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "This file has no column for name, price. Its columns are: ."),
        (["name", "brand"], "This file has no column for price. Its columns are: name, brand."),
        (["price", "mrp"], "This file has no column for name. Its columns are: price, mrp."),
        (["id", "", "icon"], "This file has no column for name, price. Its columns are: id, icon."),
    ],
)
def test_a_file_without_a_name_or_a_price_is_refused_and_says_what_it_has(found, sentence):
    with pytest.raises(MissingColumns) as refusal:
        headers.mapping(found)
    assert refusal.value.message == sentence


def test_what_nobody_knows_is_told():
    assert headers.unknown(["name", "price", "rating", "", "image"]) == ["rating", "image"]


def test_no_two_of_our_columns_share_a_name():
    others = [other for names in headers.NAMES.values() for other in names]
    assert len(others) == len(set(others))


def test_every_column_we_write_we_can_read():
    assert headers.mapping(list(exports.HEADERS)) == {header: header for header in exports.HEADERS}
