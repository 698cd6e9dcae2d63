"""What a list can be narrowed by, with how many there are of each."""

from kirana.catalog.models import Category
from kirana.catalog.services import listings
from kirana.search import facets
from kirana.search.facets import Choice
from kirana.stores.models import Store
from tests.cast import BY, NOW


def version(lakshmi):
    """The catalogue's version now."""
    return Store.objects.get(pk=lakshmi.store.pk).catalogue_version


def test_the_whole_shop(lakshmi):
    whole = facets.of_shelf(store_id=lakshmi.store.pk, version=version(lakshmi), category_ids=None)
    assert (whole.total, whole.least_paise, whole.most_paise) == (7, 38_00, 899_00)
    assert whole.brands == (Choice("dharti", "Dharti", 2), Choice("nandi", "Nandi", 2), Choice("oliveto", "Oliveto", 1))
    assert whole.origins == (Choice("IN", "IN", 3), Choice("ES", "ES", 1))
    assert whole.veg == (Choice("veg", "veg", 6), Choice("egg", "egg", 1))


def test_a_shelf_tells_of_itself_alone(lakshmi):
    dairy = Category.objects.get(slug="dairy").pk
    shelf = facets.of_shelf(store_id=lakshmi.store.pk, version=version(lakshmi), category_ids=(dairy,))
    assert (shelf.total, shelf.least_paise, shelf.most_paise) == (2, 54_00, 72_00)
    assert shelf.brands == (Choice("nandi", "Nandi", 2),)
    assert shelf.origins == (Choice("IN", "IN", 1),)


def test_offers_and_finds_tell_of_themselves(lakshmi):
    offers = facets.of_offers(store_id=lakshmi.store.pk, version=version(lakshmi))
    assert (offers.total, offers.least_paise, offers.most_paise) == (4, 62_00, 849_00)
    ids = (lakshmi["onions"].product_id, lakshmi["eggs"].product_id)
    finds = facets.of_products(store_id=lakshmi.store.pk, version=version(lakshmi), product_ids=ids)
    assert (finds.total, finds.brands) == (2, (Choice("nandi", "Nandi", 1),))


def test_an_empty_list_has_no_choices(lakshmi):
    nothing = facets.of_products(store_id=lakshmi.store.pk, version=version(lakshmi), product_ids=())
    assert nothing == facets.Facets(0, 0, 0, (), (), ())


def test_they_are_kept_until_the_catalogue_changes(lakshmi, django_assert_num_queries):
    def of_shop() -> facets.Facets:
        return facets.of_shelf(store_id=lakshmi.store.pk, version=version(lakshmi), category_ids=None)

    assert of_shop().total == 7
    with django_assert_num_queries(1):  # the version alone
        assert of_shop().total == 7
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    assert (of_shop().total, of_shop().origins[0].count) == (6, 2)
