"""Opening a file: CSV, Excel or JSON becomes rows of text under their headers."""

import io
import zipfile

import pytest

from kirana.catalog.imports import files
from kirana.catalog.imports.files import UnreadableFile
from tests.catalog.imports.sheets import a_csv, a_json, an_excel

JEERA = {"name": "Jeera", "price": "40"}
DAHI = {"name": "दही", "price": "35.50"}


def read(file: io.BytesIO, name: str) -> tuple[list[str], list[dict[str, str]]]:
    """Headers and rows."""
    sheet = files.read(file=file, name=name)
    return sheet.headers, [dict(row) for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["shop.csv", "SHOP.CSV", "shop.txt", "shop.tsv"])
def test_a_csv_is_read_whatever_parts_its_columns(name, delimiter):
    assert read(a_csv(JEERA, DAHI, delimiter=delimiter), name) == (["name", "price"], [JEERA, DAHI])


def test_the_mark_that_excel_puts_before_utf_8_is_not_part_of_a_header():
    assert read(a_csv(JEERA, encoding="utf-8-sig"), "shop.csv") == (["name", "price"], [JEERA])


def test_what_windows_wrote_is_read_as_windows_meant_it():
    rows = ({"name": "Nescafé Classic", "price": "5"}, {"name": "Haldiram’s – Bhujia", "price": "7"})
    assert read(a_csv(*rows, encoding="cp1252"), "shop.csv")[1] == list(rows)


def test_cells_that_are_missing_are_empty_and_cells_too_many_are_left_out():
    file = io.BytesIO(b"name,price,mrp\nJeera,40\nHaldi,50,60,70,80\n\n")
    assert read(file, "shop.csv")[1] == [
        {"name": "Jeera", "price": "40", "mrp": ""},
        {"name": "Haldi", "price": "50", "mrp": "60"},
    ]


def test_a_cell_may_hold_the_delimiter_and_a_new_line():
    row = {"name": "Idly Batter, 1 Kg", "price": "116", "description": "Fresh.\nKeep cold."}
    assert read(a_csv(row), "shop.csv")[1] == [row]


def test_excel_keeps_text_and_numbers_as_a_person_sees_them():
    file = an_excel({"name": "Jeera", "price": 40, "mrp": 45.0, "code": "0042", "rate": 99.5, "note": None})
    assert read(file, "shop.xlsx") == (
        ["name", "price", "mrp", "code", "rate", "note"],
        [{"name": "Jeera", "price": "40", "mrp": "45", "code": "0042", "rate": "99.5", "note": ""}],
    )


def test_a_barcode_that_excel_keeps_as_a_number_keeps_its_digits():
    assert read(an_excel({"name": "Atta", "gtin": 8901234567890.0}), "shop.xlsx")[1][0]["gtin"] == "8901234567890"


def test_empty_lines_of_a_workbook_are_no_rows():
    file = an_excel({"name": "Jeera", "price": "40"}, {"name": None, "price": None}, {"name": "Haldi", "price": "9"})
    assert [row["name"] for row in read(file, "shop.xlsx")[1]] == ["Jeera", "Haldi"]


@pytest.mark.parametrize(
    "within", [lambda rows: rows, lambda rows: {"data": {"products": rows}}, lambda rows: [[rows]]]
)
def test_products_are_found_however_deep_they_lie(within):
    rows = [{"name": "Jeera", "price": 40, "mrp": None}, {"name": "Haldi", "price": 291.3, "inStock": True}]
    assert read(a_json(within(rows)), "shop.json") == (
        ["name", "price", "mrp", "inStock"],
        [{"name": "Jeera", "price": "40", "mrp": ""}, {"name": "Haldi", "price": "291.3", "inStock": "True"}],
    )


def test_a_price_in_json_is_read_digit_by_digit():
    file = io.BytesIO(b'[{"name": "Ghee", "price": 214.530000000000001}]')
    assert read(file, "shop.json")[1] == [{"name": "Ghee", "price": "214.530000000000001"}]


@pytest.mark.parametrize("extra", [{"tags": ["spice", "whole"]}, {"images": []}, {"images": [{"url": "a.jpg"}]}])
def test_a_product_that_has_a_list_is_a_row_like_any_other(extra):
    sheet = read(a_json([{"name": "Jeera", "price": 40} | extra, {"name": "Haldi", "price": 50}]), "shop.json")
    assert [row.get("name") for row in sheet[1]] == ["Jeera", "Haldi"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"name,price", "shop.pdf", "only CSV, Excel (.xlsx) and JSON files can be imported."),
        (b"name,price", "shop", "only CSV, Excel (.xlsx) and JSON files can be imported."),
        (b"name,price", "shop.xls", "only CSV, Excel (.xlsx) and JSON files can be imported."),
        (b"not a zip", "shop.xlsx", "it is not an Excel file."),
        (b"", "shop.xlsx", "it is not an Excel file."),
        (b"{", "shop.json", "it is not JSON."),
        (b"", "shop.json", "it is not JSON."),
        (b"\xff\xfe", "shop.json", "it is not JSON."),
        (b"name\n\x81\x8d", "shop.csv", "its letters are in no encoding we know. Save it as CSV UTF-8."),
        (b" " * (files.MOST_BYTES + 1), "shop.csv", "it is larger than 60 MB."),
    ],
    ids=["pdf", "no ending", "xls", "no zip", "empty xlsx", "half a json", "empty json", "utf-16", "letters", "large"],
)
def test_a_file_that_cannot_be_read_says_why(content, name, why):
    with pytest.raises(UnreadableFile) as refusal:
        files.read(file=io.BytesIO(content), name=name)
    assert refusal.value.message == f"{name} cannot be read: {why}"
    assert refusal.value.status == 422


def a_zip_of_nothing() -> bytes:
    """A file that begins like Excel and has no sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return out.getvalue()


def a_damaged_workbook() -> bytes:
    """A workbook of which a part of the first sheet was lost on the way."""
    whole = an_excel(*({"name": f"Thing {number}", "price": number} for number in range(200))).getvalue()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    start = sheet.header_offset + 30 + len(sheet.filename) + sheet.compress_size // 2
    return whole[:start] + bytes(40) + whole[start + 40 :]


@pytest.mark.parametrize("content", [a_zip_of_nothing(), a_damaged_workbook()], ids=["no sheet", "damaged"])
def test_a_workbook_that_was_damaged_says_so(content):
    with pytest.raises(UnreadableFile):
        files.read(file=io.BytesIO(content), name="shop.xlsx")


def test_an_empty_csv_has_no_headers():
    assert read(io.BytesIO(b""), "shop.csv") == ([], [])
