"""The tree of departments and shelves, and the brands."""

import pytest

from kirana.catalog import selectors as catalogue
from kirana.catalog.models import Brand, Category
from kirana.catalog.services import categories, listings
from kirana.stores.models import Store
from tests.cast import BY, NOW, Lakshmi


def tree(lakshmi: Lakshmi) -> catalogue.Tree:
    """The tree as the shop front has it now."""
    version = Store.objects.values_list("catalogue_version", flat=True).get(pk=lakshmi.store.pk)
    return catalogue.tree(store_id=lakshmi.store.pk, version=version)


def paths() -> dict[str, str]:
    """Where each shelf is."""
    return dict(Category.objects.values_list("slug", "path"))


def test_a_shelf_is_planted_once_and_brought_up_to_date_after(db):
    staples = categories.plant(slug="staples", name="Staples", picture="tins")
    again = categories.plant(slug="staples", name="Staples & pulses", names={"hi": "दाल"}, position=3)
    assert again.pk == staples.pk
    assert (again.name, again.names, again.position, again.picture) == ("Staples & pulses", {"hi": "दाल"}, 3, "tins")
    assert Category.objects.count() == 1


def test_a_path_is_the_slugs_from_the_root_down(db):
    staples = categories.plant(slug="staples", name="Staples")
    atta = categories.plant(slug="atta", name="Atta", parent=staples)
    categories.plant(slug="multigrain", name="Multigrain", parent=atta)
    assert paths() == {"staples": "staples/", "atta": "staples/atta/", "multigrain": "staples/atta/multigrain/"}


def test_a_shelf_that_moves_takes_what_is_below_it_along(db):
    atta = categories.plant(slug="atta", name="Atta")
    categories.plant(slug="multigrain", name="Multigrain", parent=atta)
    staples = categories.plant(slug="staples", name="Staples")
    categories.plant(slug="atta", name="Atta", parent=staples)
    assert paths() == {"staples": "staples/", "atta": "staples/atta/", "multigrain": "staples/atta/multigrain/"}


def test_planting_is_a_change_of_the_catalogue(lakshmi):
    before = Store.objects.get().catalogue_version
    categories.plant(slug="sweets", name="Sweets")
    assert Store.objects.get().catalogue_version == before + 1


def test_the_tree_counts_what_is_offered_below(lakshmi):
    atta = Category.objects.get(slug="atta")
    flour = categories.plant(slug="multigrain", name="Multigrain", parent=atta)
    small = lakshmi["small_atta"].product
    small.category = flour
    small.save()
    listings.change(listing=lakshmi["small_atta"], by=BY, at=NOW, price_paise=61_00)
    found = tree(lakshmi)
    assert {shelf.slug: shelf.count for shelf in found.by_slug.values()} == {
        "atta": 4,
        "multigrain": 1,
        "dairy": 2,
        "vegetables": 1,
    }
    assert [shelf.slug for shelf in found.roots] == ["atta", "dairy", "vegetables"]
    assert [shelf.slug for shelf in found.by_slug["atta"].children] == ["multigrain"]
    assert [shelf.slug for shelf in found.trail(found.by_slug["multigrain"])] == ["atta", "multigrain"]
    assert set(found.by_slug["atta"].ids) == {atta.pk, flour.pk}
    assert (found.by_id[flour.pk].slug, found.by_id[atta.pk].slug) == ("multigrain", "atta")


def test_an_empty_shelf_is_not_shown(lakshmi):
    categories.plant(slug="sweets", name="Sweets")
    listings.change(listing=lakshmi["onions"], by=BY, at=NOW, is_active=False)
    found = tree(lakshmi)
    assert [shelf.slug for shelf in found.roots] == ["atta", "dairy"]
    assert found.by_slug["vegetables"].count == found.by_slug["sweets"].count == 0


def test_a_shelf_whose_name_begins_like_another_is_not_below_it(lakshmi):
    categories.plant(slug="atta-2", name="Atta two")
    assert tree(lakshmi).by_slug["atta"].count == 4
    assert len(tree(lakshmi).by_slug["atta"].ids) == 1


def test_the_tree_is_asked_for_once_a_version(lakshmi, django_assert_num_queries):
    tree(lakshmi)
    with django_assert_num_queries(1):  # the version
        tree(lakshmi)


def test_a_shelf_is_named_in_the_language_that_is_asked_for(lakshmi):
    assert [tree(lakshmi).by_slug["dairy"].name_in(language) for language in ("hi", "ta")] == [
        "दूध और अंडे",
        "Dairy & eggs",
    ]


@pytest.mark.parametrize("name", ["Dharti", "DHARTI", "  dharti ", "Dharti\n"])
def test_a_brand_is_one_however_it_is_written(lakshmi, name):
    assert categories.brand_named(name) == lakshmi["atta"].product.brand
    assert Brand.objects.count() == 3


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_no_brand(db, name):
    assert categories.brand_named(name) is None
    assert Brand.objects.count() == 0


def test_brands_of_one_sound_have_addresses_of_their_own(db):
    slugs = [categories.brand_named(name).slug for name in ("Tata", "Tata!", "टाटा", "अमूल")]
    assert slugs == ["tata", "tata-2", "brand", "brand-2"]
