"""The catalogues that shops really have: every row is accounted for, and the second time changes nothing."""

from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count

from kirana.catalog.imports.headers import MissingColumns
from kirana.catalog.models import Brand, ImportBatch, Listing, Product
from kirana.flows import import_catalogue as flow
from kirana.search.models import SearchEntry
from kirana.stores import services as stores
from kirana.stores.models import Store
from tests.cast import BY, NOW
from tests.catalog.snapshot import the_catalogue

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "catalogue"
ALREADY = "the same product is already in another row"

# name of the file: rows, new, refused for each reason
FILES = {
    "amul_products_part1.json": (81, 81, {}),
    "amul_products_part2.json": (81, 81, {}),
    "nutraj_products_clean.json": (17, 0, {"it has no price": 17}),
    "patanjali_all_products.json": (136, 136, {}),
    "products.json": (59, 59, {}),
    "tata_nutrikorner_products.json": (220, 215, {ALREADY: 5}),
    "master_catalog.json": (942, 877, {"it has no price": 64, ALREADY: 1}),
    "bigbasket_6k_descriptions.csv": (6079, 5899, {ALREADY: 180}),
    "bigbasket_18k.csv": (18382, 12474, {ALREADY: 5906, "it has no name": 2}),
}


@pytest.fixture
def store(db) -> Store:
    """A shop with empty shelves, in tables that PostgreSQL has not learnt to be empty from the tests before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalog_brand, catalog_category, catalog_importbatch, search_index CASCADE")
    return stores.open_store(slug="lakshmi-stores", by=BY, at=NOW, name="Lakshmi Stores")


def the_file(name: str) -> Path:
    """One of the files; the test is skipped where they are not."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the real catalogues are not here: ../shared/data/catalogue/{name}")
    return path


def bring_in(store: Store, name: str) -> ImportBatch:
    """Read the file and apply it, five of each."""
    with the_file(name).open("rb") as file:
        batch = flow.read_file(store=store, file=file, name=name, by=BY, at=NOW)
    flow.apply_batch(batch=batch, by=BY, at=NOW, stock=5)
    return batch


def refusals(batch: ImportBatch) -> dict[str, int]:
    """How many rows were refused, for each reason."""
    found: dict[str, int] = {}
    rows = batch.rows.filter(outcome="refused").order_by().values_list("reason").annotate(n=Count("pk"))
    for reason, number in rows:
        told = ALREADY if " already in row " in reason else reason
        found[told] = found.get(told, 0) + number
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_accounted_for_and_the_second_time_changes_nothing(store, name):
    rows, new, refused = FILES[name]
    first = bring_in(store, name)
    assert (first.row_count, first.created_count, first.updated_count, first.unchanged_count) == (rows, new, 0, 0)
    assert refusals(first) == refused
    assert new + sum(refused.values()) == rows == first.created_count + first.refused_count
    assert Listing.objects.filter(store=store, is_active=True, stock__on_hand=5).count() == new
    assert SearchEntry.objects.count() == Product.objects.count() == new

    before = the_catalogue()
    second = bring_in(store, name)
    assert (second.created_count, second.updated_count, second.unchanged_count) == (0, 0, new)
    assert refusals(second) == refused
    assert the_catalogue() == before


def test_a_pack_of_the_18_000_is_read_from_its_label(store):
    with the_file("bigbasket_18k.csv").open("rb") as file:
        few = b"".join(file.readline() for _line in range(6))
    batch = flow.read_file(store=store, file=BytesIO(few), name="first-five.csv", by=BY, at=NOW)
    flow.apply_batch(batch=batch, by=BY, at=NOW)
    parota = Listing.objects.get(product__name="Malabar Parota/Paratha")
    assert (parota.price_paise, parota.mrp_paise, parota.unit_price_paise) == (42_00, 80_00, 120_00)
    assert (parota.product.net_quantity, parota.product.pack_label) == (350, "350 g Pouch")
    combo = Listing.objects.get(product__pack_label="Combo 2 Items", price_paise=116_00)
    assert (combo.product.net_quantity, combo.unit_price_paise) == (None, None)
    assert (combo.category.name, combo.category.parent.name) == ("Ready to cook eat", "Snacks branded foods")


def test_a_list_of_shelves_is_no_catalogue(store):
    with the_file("subcategories.json").open("rb") as file, pytest.raises(MissingColumns):
        flow.read_file(store=store, file=file, name="subcategories.json", by=BY, at=NOW)
    assert ImportBatch.objects.count() == 0


def test_a_real_catalogue_is_taken_back_whole(store):
    batch = bring_in(store, "master_catalog.json")
    flow.undo_batch(batch=batch, by=BY, at=NOW)
    assert Listing.objects.filter(is_active=True).count() == 0
    assert Product.objects.count() == 877
    assert Brand.objects.count() == 0  # the file names none
