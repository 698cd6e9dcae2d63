"""The catalogue as a file: what goes out can come in again and changes nothing."""

import csv
import io
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kirana.catalog import exports
from kirana.catalog.models import ImportBatch
from kirana.catalog.services import listings, products
from kirana.flows import import_catalogue as flow
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.catalog.snapshot import the_catalogue


def as_csv(lakshmi: Lakshmi) -> bytes:
    """The file that Chitra carries out."""
    return "".join(exports.as_csv(store_id=lakshmi.store.pk)).encode()


def as_excel(lakshmi: Lakshmi) -> bytes:
    """The same as a workbook."""
    return exports.as_excel(store_id=lakshmi.store.pk)


def cells(lakshmi: Lakshmi, code: str) -> dict[str, str]:
    """One row of the file."""
    rows = csv.DictReader(io.StringIO(as_csv(lakshmi).decode("utf-8-sig"), newline=""))
    return next(row for row in rows if row["code"] == code)


def bring_in(lakshmi: Lakshmi, content: bytes, name: str = "catalogue.csv") -> ImportBatch:
    """Import the file that was exported."""
    batch = flow.read_file(store=lakshmi.store, file=BytesIO(content), name=name, by=BY, at=LATER)
    flow.apply_batch(batch=batch, by=BY, at=LATER)
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, changed, as it was, refused."""
    return batch.created_count, batch.updated_count, batch.unchanged_count, batch.refused_count


@pytest.fixture
def tidy(lakshmi) -> Lakshmi:
    """Lakshmi Stores with a family and a true barcode for everything."""
    for number, listing in enumerate(lakshmi.shelf.values()):
        facts = {"gtin": None, "family": f"family-{number}"}
        products.edit(product=listing.product, by=BY, at=NOW, **facts)
    products.edit(product=lakshmi["atta"].product, by=BY, at=NOW, gtin="8901234567890")
    return lakshmi


def edit(lakshmi: Lakshmi, **facts: object) -> None:
    """Chitra changes what the olive oil is."""
    products.edit(product=lakshmi["olive_oil"].product, by=BY, at=NOW, **facts)


def test_a_row_says_all_about_a_thing(tidy):
    edit(tidy, fssai_number="10012345678901", best_before="12 months", ingredients="Olives", hsn="15092000")
    row = cells(tidy, "olive_oil")
    assert list(row) == list(exports.HEADERS)
    told = {key: value for key, value in row.items() if value}
    assert told == {
        "code": "olive_oil",
        "name": "Olive Oil",
        "name_hi": "जैतून का तेल",
        "brand": "Oliveto",
        "department": "Atta & flours",
        "pack": "500 ml",
        "sold": "packed",
        "price": "849.00",
        "mrp": "999.00",
        "hsn": "15092000",
        "veg": "veg",
        "origin": "ES",
        "importer": "Sagar Imports, Mumbai",
        "fssai": "10012345678901",
        "best_before": "12 months",
        "ingredients": "Olives",
        "family": "family-4",
        "aisle": "B1",
    }


def test_loose_goods_say_so_and_have_no_mrp(tidy):
    onions = cells(tidy, "onions")
    assert (onions["sold"], onions["pack"], onions["price"], onions["mrp"]) == ("loose", "", "38.00", "")


def test_everything_is_in_it_also_what_is_no_longer_offered_and_once(tidy):
    listings.change(listing=tidy["milk"], by=BY, at=NOW, is_active=False)
    rows = list(exports.rows(store_id=tidy.store.pk))
    assert [row[0] for row in rows] == [
        "code",
        "almonds",
        "atta",
        "eggs",
        "milk",
        "olive_oil",
        "onions",
        "small_atta",
    ]


def test_excel_knows_the_letters(tidy):
    assert as_csv(tidy).startswith(b"\xef\xbb\xbfcode,name,name_hi")


@pytest.mark.parametrize(("carry_out", "name"), [(as_csv, "catalogue.csv"), (as_excel, "catalogue.xlsx")])
def test_what_goes_out_comes_in_and_changes_nothing(tidy, carry_out, name):
    before = the_catalogue()
    batch = bring_in(tidy, carry_out(tidy), name)
    assert counts(batch) == (0, 0, 7, 0)
    assert the_catalogue() == before


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "=SUM(A1:A9)"},
        {"name": "-18 °C Ice Cream"},
        {"name": "+91 Cola"},
        {"name": "@home Cleaner"},
        {"name": 'Quote " and, comma; semicolon'},
        {"description": "Pressed once. 'Extra' – virgin €"},
        {"origin": ""},
        {"brand": None},
        {"names": {}},
        {"veg_mark": "none"},
        {"pack_label": "Combo 2 Items", "net_quantity": None, "net_unit": ""},
        {"search_words": "जैतून zaitoon oliv"},
    ],
    ids=lambda facts: next(iter(facts.items()))[0] + ": " + str(next(iter(facts.values())))[:12],
)
def test_awkward_words_go_out_and_come_in_as_they_were(tidy, facts):
    edit(tidy, **facts)
    before = the_catalogue()
    for content, name in ((as_csv(tidy), "c.csv"), (as_excel(tidy), "c.xlsx")):
        assert counts(bring_in(tidy, content, name)) == (0, 0, 7, 0)
    assert the_catalogue() == before


@pytest.mark.parametrize(
    "facts",
    [
        {"family": ""},
        {"description": "Pressed once.\n\nKeep in the dark."},
        {"ingredients": "Olives\nNothing else"},
        {"names": {"hi": "जैतून का तेल", "kn": "ಆಲಿವ್ ಎಣ್ಣೆ"}},
    ],
    ids=["no family", "two paragraphs", "a list", "a third language"],
)
def test_nothing_a_person_typed_is_lost_on_the_way(tidy, facts):
    edit(tidy, **facts)
    before = the_catalogue()
    assert counts(bring_in(tidy, as_csv(tidy))) == (0, 0, 7, 0)
    assert the_catalogue() == before


def test_what_goes_out_makes_the_same_shop_again(tidy):
    content = as_csv(tidy)
    before = list(exports.rows(store_id=tidy.store.pk))
    listings.change(listing=tidy["atta"], by=BY, at=NOW, price_paise=1_00)
    edit(tidy, name="Something else", names={}, origin="IN")
    assert counts(bring_in(tidy, content)) == (0, 2, 5, 0)
    assert list(exports.rows(store_id=tidy.store.pk)) == before


def test_no_cell_is_a_formula(tidy):
    edit(tidy, name='=HYPERLINK("http://evil.example","click")')
    assert cells(tidy, "olive_oil")["name"].startswith("'=HYPERLINK")
    sheet = load_workbook(BytesIO(as_excel(tidy))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_another_store_carries_out_only_its_own(tidy):
    assert len(list(exports.rows(store_id=tidy.store.pk + 1))) == 1
