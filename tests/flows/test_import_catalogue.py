"""Importing a catalogue: looked at first, applied whole, repeated without effect, and taken back."""

from io import BytesIO
from typing import Any

import pytest

from kirana.catalog.imports.headers import MissingColumns
from kirana.catalog.models import Category, ImportBatch, Listing, Product
from kirana.catalog.services import listings, products
from kirana.catalog.states import ImportState
from kirana.core.audit import AuditEntry
from kirana.core.errors import ShopError
from kirana.core.states import IllegalMove
from kirana.flows import import_catalogue as flow
from kirana.inventory.models import StockMovement
from kirana.search.models import SearchEntry
from kirana.stores import services as stores
from kirana.stores.models import Store
from tests.cast import BY, LATER, NOW, Lakshmi, stock_of
from tests.catalog.imports.sheets import a_csv, a_json
from tests.catalog.snapshot import offered, the_catalogue

NEW = {"code": "jeera", "name": "Jeera", "brand": "Dharti", "department": "Staples", "shelf": "Spices"}
JEERA = NEW | {"pack": "100 g", "sold": "packed", "price": "40", "mrp": "45", "stock": "12"}
ATTA = {"code": "atta", "name": "Chakki Fresh Atta", "brand": "Dharti", "department": "Atta & flours", "shelf": ""}
DEARER_ATTA = ATTA | {"pack": "5 kg", "sold": "packed", "price": "299", "mrp": "320", "stock": ""}
SAME_ATTA = ATTA | {"pack": "5 kg", "sold": "packed", "price": "285", "mrp": "310", "stock": ""}
NO_PRICE = JEERA | {"code": "x", "name": "Ajwain", "price": "", "mrp": ""}


@pytest.fixture
def shop(lakshmi) -> Lakshmi:
    """Lakshmi Stores, the atta of which is of the family that a file makes of its name."""
    products.edit(product=lakshmi["atta"].product, by=BY, at=NOW, family="dharti-chakki-fresh-atta", gtin=None)
    return lakshmi


def read(shop: Lakshmi, *rows: dict[str, Any], name: str = "shop.csv", store: Store | None = None) -> ImportBatch:
    """Chitra reads a file of these rows."""
    return flow.read_file(store=store or shop.store, file=a_csv(*rows), name=name, by=shop.chitra.as_actor(), at=LATER)


def apply(shop: Lakshmi, batch: ImportBatch, *, stock: int | None = None) -> ImportBatch:
    """Chitra presses “Apply”."""
    flow.apply_batch(batch=batch, by=shop.chitra.as_actor(), at=LATER, stock=stock)
    return ImportBatch.objects.get(pk=batch.pk)


def undo(shop: Lakshmi, batch: ImportBatch) -> ImportBatch:
    """Chitra presses “Undo”."""
    flow.undo_batch(batch=batch, by=shop.chitra.as_actor(), at=LATER)
    return ImportBatch.objects.get(pk=batch.pk)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, changed, as it was, refused."""
    return batch.created_count, batch.updated_count, batch.unchanged_count, batch.refused_count


# --- looking first ----------------------------------------------------------------------------------


def test_reading_a_file_changes_nothing_but_says_what_would(shop, nothing_moves):
    before = the_catalogue()
    with nothing_moves():
        batch = read(shop, JEERA, DEARER_ATTA, NO_PRICE, JEERA | {"price": "41"})
    assert the_catalogue() == before
    assert (batch.state, batch.row_count, counts(batch)) == (ImportState.READ, 4, (1, 1, 0, 2))
    assert list(batch.rows.values_list("line", "outcome", "code", "name", "reason")) == [
        (2, "created", "jeera", "Jeera", ""),
        (3, "updated", "atta", "Chakki Fresh Atta", ""),
        (4, "refused", "", "Ajwain", "it has no price"),
        (5, "refused", "", "Jeera", "the same product is already in row 2"),
    ]
    assert list(batch.history.values_list("move", "by")) == [("begin", str(shop.chitra.as_actor()))]


def test_what_is_as_it_was_is_counted_and_not_kept(shop):
    batch = read(shop, SAME_ATTA)
    assert counts(batch) == (0, 0, 1, 0)
    assert batch.rows.count() == 0


def test_a_file_that_is_no_catalogue_leaves_no_batch(shop, nothing_moves):
    with nothing_moves(), pytest.raises(MissingColumns):
        read(shop, {"name": "Jeera", "colour": "brown"})
    assert ImportBatch.objects.count() == 0


def test_a_file_that_was_read_can_be_dropped(shop, nothing_moves):
    batch = read(shop, JEERA)
    with nothing_moves():
        flow.drop_batch(batch=batch, by=BY, at=LATER)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportState.DROPPED, 0)
    with pytest.raises(IllegalMove):
        apply(shop, batch)
    assert not Product.objects.filter(code="jeera").exists()


# --- applying ---------------------------------------------------------------------------------------


def test_applying_makes_what_is_new_and_changes_what_changed(shop, findings):
    version = Store.objects.get().catalogue_version
    batch = apply(shop, read(shop, JEERA, DEARER_ATTA, NO_PRICE))
    assert batch.state == ImportState.APPLIED
    jeera = Listing.objects.select_related("product__brand", "category__parent").get(product__code="jeera")
    assert (jeera.price_paise, jeera.mrp_paise, jeera.unit_price_paise, jeera.step) == (40_00, 45_00, 400_00, 1)
    assert (jeera.product.slug, jeera.product.net_quantity, jeera.listed_at) == ("dharti-jeera-100-g", 100, LATER)
    assert (jeera.category.name, jeera.category.parent.name, jeera.product.brand.name) == (
        "Spices",
        "Staples",
        "Dharti",
    )
    assert jeera.category == jeera.product.category
    assert stock_of(jeera) == (12, 0)
    atta = Listing.objects.get(product__code="atta")
    assert (atta.price_paise, atta.mrp_paise, atta.unit_price_paise) == (299_00, 320_00, 59_80)
    assert stock_of(atta) == (40, 0)
    assert Store.objects.get().catalogue_version > version
    assert "Jeera" in SearchEntry.objects.get(product__code="jeera").title
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject) == ("catalogue.import", f"import:{batch.pk}")
    assert entry.detail == {"file": "shop.csv", "products": 2}
    assert findings() == []


def test_the_same_file_again_changes_nothing(shop):
    apply(shop, read(shop, JEERA, DEARER_ATTA, NO_PRICE), stock=5)
    before, movements = the_catalogue(), StockMovement.objects.count()
    again = apply(shop, read(shop, JEERA, DEARER_ATTA, NO_PRICE), stock=5)
    assert counts(again) == (0, 0, 2, 1)
    assert the_catalogue() == before
    assert StockMovement.objects.count() == movements


def test_new_things_without_a_stock_of_their_own_get_the_one_that_is_given(shop):
    rows = (JEERA | {"stock": ""}, JEERA | {"code": "haldi", "stock": "0"}, JEERA | {"code": "mirch"})
    apply(shop, read(shop, *rows), stock=7)
    stock = dict(
        Listing.objects.filter(product__code__in=["jeera", "haldi", "mirch"]).values_list(
            "product__code", "stock__on_hand"
        )
    )
    assert stock == {"jeera": 7, "haldi": None, "mirch": 12}
    assert stock_of(shop["atta"]) == (40, 0)


@pytest.mark.parametrize("verb", ["apply", "drop"])
def test_a_file_is_applied_once(shop, verb):
    batch = apply(shop, read(shop, JEERA))
    before = the_catalogue()
    with pytest.raises(IllegalMove):
        {"apply": flow.apply_batch, "drop": flow.drop_batch}[verb](batch=batch, by=BY, at=LATER)
    assert the_catalogue() == before
    assert batch.rows.count() == 1


def test_it_is_all_of_it_or_nothing(shop, nothing_moves):
    def cut_the_power(what: str, _done: int, _total: int) -> None:
        if what == "Indexing":  # products, listings and stock are written by then
            raise RuntimeError("dark")

    batch = read(shop, JEERA, DEARER_ATTA)
    before = the_catalogue()
    with nothing_moves(), pytest.raises(RuntimeError, match="dark"):
        flow.apply_batch(batch=batch, by=BY, at=LATER, progress=cut_the_power)
    assert the_catalogue() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.READ
    assert counts(apply(shop, batch)) == (1, 1, 0, 0)


def test_two_hundred_rows_are_applied_in_sixty_statements_at_most(shop, django_assert_max_num_queries):
    rows = [JEERA | {"code": f"jeera-{number}", "name": f"Jeera {number}"} for number in range(200)]
    batch = read(shop, *rows)
    with django_assert_max_num_queries(60):
        apply(shop, batch)


# --- only what the file speaks of -------------------------------------------------------------------


def test_a_price_list_changes_prices_and_nothing_else(shop):
    before = {row.pop("code"): row for row in Product.objects.values()}
    apply(shop, read(shop, {"code": "atta", "name": "Chakki Fresh Atta", "price": "280"}))
    atta = Listing.objects.get(product__code="atta")
    assert (atta.price_paise, atta.mrp_paise) == (280_00, 310_00)
    assert {row.pop("code"): row for row in Product.objects.values()} == before


def test_a_price_list_leaves_loose_goods_loose(shop):
    apply(shop, read(shop, {"code": "onions", "name": "Onion", "price": "42"}))
    onions = Listing.objects.select_related("product").get(product__code="onions")
    assert onions.price_paise == 42_00
    assert (onions.product.is_loose, onions.product.unit) == (True, "g")
    assert onions.category.slug == "vegetables"


# --- what belongs to one product only ---------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        (JEERA | {"gtin": "8901234567890"}, JEERA | {"code": "haldi", "gtin": "8901234567890"}),
        (JEERA | {"gtin": "8906000000007"},),
    ],
    ids=["twice in the file", "another product's"],
)
def test_a_barcode_that_is_taken_refuses_the_row_and_not_the_file(shop, rows):
    products.edit(product=shop["milk"].product, by=BY, at=NOW, gtin="8906000000007")
    batch = read(shop, *rows)
    assert batch.refused_count == 1
    apply(shop, batch)
    assert Product.objects.filter(code__in=["jeera", "haldi"]).count() == len(rows) - 1


def test_a_second_branch_takes_in_the_same_file(shop):
    branch = stores.open_store(slug="branch", by=BY, at=NOW, name="Lakshmi Stores, Jayanagar")
    apply(shop, read(shop, JEERA))
    apply(shop, read(shop, JEERA | {"price": "42"}, store=branch))
    prices = Listing.objects.filter(product__code="jeera").values_list("store__slug", "price_paise")
    assert dict(prices) == {"lakshmi-stores": 40_00, "branch": 42_00}
    assert Product.objects.filter(code="jeera").count() == 1


def test_a_product_that_was_never_offered_can_be_brought_in(shop):
    products.create(by=BY, at=NOW, code="jeera", name="Jeera", category=Category.objects.get(slug="atta"))
    apply(shop, read(shop, JEERA))
    assert offered()["jeera"] == 40_00


@pytest.mark.parametrize("brand", ["24", "999", "1.5", "true", "null", '"24"'])
def test_a_brand_may_be_called_by_a_number(shop, brand):
    apply(shop, read(shop, JEERA | {"brand": brand}))
    assert Product.objects.get(code="jeera").brand.name == brand


def test_every_product_of_a_json_file_is_accounted_for(shop):
    rows = [{"name": "Jeera", "price": 40, "tags": ["spice"]}, {"name": "Haldi", "price": 50}]
    batch = flow.read_file(store=shop.store, file=a_json(rows), name="shop.json", by=BY, at=NOW)
    assert (batch.row_count, counts(batch)) == (2, (2, 0, 0, 0))


def test_a_row_that_is_too_long_for_a_column_does_not_stop_the_others(shop):
    apply(shop, read(shop, JEERA | {"family": "f" * 400}, JEERA | {"code": "haldi", "family": "haldi"}))
    assert offered()["haldi"] == 40_00


# --- taking back ------------------------------------------------------------------------------------


def test_undoing_brings_everything_back(shop):
    prices, before = offered(), the_catalogue()
    batch = undo(
        shop, apply(shop, read(shop, JEERA, DEARER_ATTA | {"name": "Sharbati", "brand": "Nandi", "shelf": "New"}))
    )
    assert batch.state == ImportState.UNDONE
    assert list(batch.history.values_list("move", flat=True)) == ["begin", "apply", "undo"]
    assert offered() == prices
    after = the_catalogue()
    for table in ("products", "listings"):
        assert [row for row in after[table] if row in before[table]] == before[table]
        assert len(after[table]) == len(before[table]) + 1  # Jeera, which is no longer offered
    assert not Listing.objects.get(product__code="jeera").is_active
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject) == ("catalogue.import_undone", f"import:{batch.pk}")


def test_what_was_taken_back_can_be_found_no_more_under_its_new_name(shop):
    undo(shop, apply(shop, read(shop, DEARER_ATTA | {"name": "Sharbati"})))
    assert "Sharbati" not in SearchEntry.objects.get(product__code="atta").title


@pytest.mark.parametrize("state", ["read", "undone", "dropped"])
def test_only_what_was_applied_can_be_taken_back(shop, state):
    batch = read(shop, DEARER_ATTA)
    if state == "dropped":
        flow.drop_batch(batch=batch, by=BY, at=LATER)
    elif state == "undone":
        undo(shop, apply(shop, batch))
    before = the_catalogue()
    with pytest.raises(IllegalMove):
        undo(shop, batch)
    assert the_catalogue() == before


def test_the_later_of_two_imports_is_taken_back_first(shop):
    first = apply(shop, read(shop, DEARER_ATTA, name="monday.csv"))
    second = apply(shop, read(shop, DEARER_ATTA | {"price": "305"}, name="tuesday.csv"))
    before = the_catalogue()
    with pytest.raises(flow.ImportedSince) as refusal:
        undo(shop, first)
    assert refusal.value.message == "A later import has changed some of these products. Undo “tuesday.csv” first."
    assert the_catalogue() == before
    undo(shop, second)
    assert offered()["atta"] == 299_00
    undo(shop, first)
    assert offered()["atta"] == 285_00


def test_an_import_of_other_things_is_not_in_the_way(shop):
    first = apply(shop, read(shop, DEARER_ATTA))
    apply(shop, read(shop, JEERA))
    undo(shop, first)
    assert (offered()["atta"], offered()["jeera"]) == (285_00, 40_00)


def test_the_later_import_is_the_one_applied_later_not_the_one_read_later(shop):
    first = read(shop, DEARER_ATTA, name="monday.csv")
    second = apply(shop, read(shop, DEARER_ATTA | {"price": "305"}, name="tuesday.csv"))
    apply(shop, first)
    with pytest.raises(flow.ImportedSince):
        undo(shop, second)
    assert offered()["atta"] == 299_00


def test_a_file_that_was_read_twice_and_applied_twice_is_one(shop):
    one, again = read(shop, JEERA), read(shop, JEERA)
    apply(shop, one)
    before = the_catalogue()
    try:
        apply(shop, again)
    except ShopError as refusal:
        assert refusal.message
    assert the_catalogue() == before


def test_what_was_taken_back_by_mistake_is_offered_when_it_is_imported_again(shop):
    undo(shop, apply(shop, read(shop, JEERA)))
    assert "jeera" not in offered()
    apply(shop, read(shop, JEERA))
    assert offered()["jeera"] == 40_00


def test_what_chitra_stopped_offering_stays_so_when_its_price_is_imported(shop):
    listings.change(listing=shop["atta"], by=BY, at=NOW, is_active=False)
    apply(shop, read(shop, DEARER_ATTA))
    atta = Listing.objects.get(product__code="atta")
    assert (atta.is_active, atta.price_paise) == (False, 299_00)


def test_progress_is_told_to_its_end(shop):
    told: list[tuple[str, int, int]] = []
    file = BytesIO(a_csv(JEERA, NO_PRICE).getvalue())
    tell = lambda *step: told.append(step)  # noqa: E731
    batch = flow.read_file(store=shop.store, file=file, name="shop.csv", by=BY, at=NOW, progress=tell)
    flow.apply_batch(batch=batch, by=BY, at=NOW, progress=tell)
    assert told == [("Reading", 2, 2), ("Applying", 1, 1), ("Indexing", 1, 1)]
