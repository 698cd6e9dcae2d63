"""What a thing is, and the address it has."""

import pytest
from django.db import IntegrityError, transaction

from kirana.catalog import selectors as catalogue
from kirana.catalog.models import Listing, Product
from kirana.catalog.packs import pack_facts
from kirana.catalog.services import categories, products
from kirana.core.audit import AuditEntry
from kirana.core.errors import NotFound
from kirana.search.models import SearchEntry
from tests.cast import BY, NOW
from tests.catalog.snapshot import the_catalogue


def make(lakshmi, code: str, name: str, **facts: object) -> Product:
    """Something new among the dairy."""
    facts = {"category": lakshmi["milk"].product.category} | facts
    return products.create(by=BY, at=NOW, code=code, name=name, **facts)


def edit(lakshmi, key: str, **facts: object) -> Product:
    """Chitra changes what a thing is."""
    return products.edit(product=lakshmi[key].product, by=lakshmi.chitra.as_actor(), at=NOW, **facts)


def test_a_product_has_an_address_of_its_brand_name_and_pack(lakshmi):
    assert lakshmi["atta"].product.slug == "dharti-chakki-fresh-atta-5-kg"
    assert lakshmi["onions"].product.slug == "onion"
    assert catalogue.product_by_slug(slug="onion").code == "onions"
    with pytest.raises(NotFound):
        catalogue.product_by_slug(slug="garlic")


def test_things_of_one_name_have_addresses_of_their_own(lakshmi):
    slugs = [make(lakshmi, f"ghee-{number}", "Ghee").slug for number in range(3)]
    assert slugs == ["ghee", "ghee-2", "ghee-3"]


@pytest.mark.parametrize(
    ("code", "name", "slug"),
    [("ghee-1", "घी", "ghee-1"), ("घी", "घी", "product"), ("g", "Ghee " * 60, "ghee-" * 27 + "ghee")],
)
def test_a_name_without_latin_letters_is_addressed_by_its_code(lakshmi, code, name, slug):
    assert make(lakshmi, code, name).slug == slug


@pytest.mark.parametrize("taken", [{"code": "milk"}, {"gtin": "8901234567890"}], ids=["code", "barcode"])
def test_a_code_or_barcode_belongs_to_one_product(lakshmi, nothing_moves, taken):
    before = the_catalogue()
    with nothing_moves(), pytest.raises(products.CodeTaken):
        make(lakshmi, **{"code": "ghee", "name": "Ghee"} | taken)
    with nothing_moves(), pytest.raises(products.CodeTaken):
        edit(lakshmi, "eggs", **taken)
    assert the_catalogue() == before


def test_any_number_of_products_have_no_barcode(lakshmi):
    assert Product.objects.filter(gtin=None).count() == 6


def test_a_new_product_is_in_the_log_and_can_be_searched(lakshmi):
    ghee = make(lakshmi, "ghee", "Desi Ghee", names={"hi": "देसी घी"})
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject, entry.detail) == ("product.create", "product:ghee", {"name": "Desi Ghee"})
    assert "देसी घी" in SearchEntry.objects.get(product=ghee).title


def test_an_edit_says_what_it_was_and_what_it_became(lakshmi):
    edit(lakshmi, "atta", name="Sharbati Atta", hsn="11010000", brand=categories.brand_named("Nandi"))
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject) == ("product.edit", "product:atta")
    assert entry.detail == {
        "was": {"name": "Chakki Fresh Atta", "brand": "Dharti"},
        "now": {"name": "Sharbati Atta", "brand": "Nandi"},
    }
    kept = Product.objects.get(code="atta")
    assert (kept.name, kept.brand.name, kept.slug) == ("Sharbati Atta", "Nandi", "dharti-chakki-fresh-atta-5-kg")
    assert "Sharbati" in SearchEntry.objects.get(product=kept).title


def test_another_pack_is_another_unit_price(lakshmi):
    edit(lakshmi, "atta", **pack_facts(pack="10 kg", is_loose=False))
    assert Listing.objects.get(product__code="atta").unit_price_paise == 28_50


def test_a_product_that_moves_takes_its_listing_along(lakshmi):
    dairy = lakshmi["milk"].product.category
    edit(lakshmi, "olive_oil", category=dairy)
    assert Listing.objects.get(product__code="olive_oil").category == dairy


def test_an_edit_that_changes_nothing_leaves_no_trace(lakshmi, nothing_moves):
    before = the_catalogue()
    with nothing_moves():
        edit(lakshmi, "atta", name="Chakki Fresh Atta", names={"hi": "चक्की आटा"})
    assert the_catalogue() == before


@pytest.mark.parametrize("column", ["slug", "picture", "id"])
def test_what_nobody_may_set_is_refused(lakshmi, nothing_moves, column):
    with nothing_moves(), pytest.raises(TypeError, match=f"not columns of a product: {column}"):
        edit(lakshmi, "atta", **{column: "x"})
    with nothing_moves(), pytest.raises(TypeError, match=f"not columns of a product: {column}"):
        make(lakshmi, "ghee", "Ghee", **{column: "x"})


@pytest.mark.parametrize(
    "columns",
    [
        {"unit": "lb"},
        {"unit": "g"},
        {"veg_mark": "fish"},
        {"net_quantity": 0},
        {"net_quantity": None},
        {"net_unit": ""},
        {"net_unit": "lb"},
    ],
)
def test_the_database_refuses_a_pack_that_cannot_be(lakshmi, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(code="atta").update(**columns)


def test_a_product_speaks_the_language_it_is_asked_in(lakshmi):
    atta = lakshmi["atta"].product
    assert [atta.name_in(language) for language in ("en", "hi", "ta")] == [
        "Chakki Fresh Atta",
        "चक्की आटा",
        "Chakki Fresh Atta",
    ]
    assert (str(atta), atta.contents.format("en"), lakshmi["onions"].product.contents) == (
        "Chakki Fresh Atta 5 kg",
        "5 kg",
        None,
    )


def test_only_what_came_from_abroad_is_imported(lakshmi):
    assert {key for key in lakshmi.shelf if lakshmi[key].product.is_imported} == {"olive_oil"}
