"""Opening a store and changing the terms it sells on."""

import pytest
from django.db import IntegrityError

from kirana.core.audit import AuditEntry
from kirana.core.errors import NotFound
from kirana.stores import selectors
from kirana.stores import services as stores
from kirana.stores.models import Store
from tests.cast import BY, NOW


@pytest.fixture
def lakshmi_stores(db) -> Store:
    """A store with nothing on its shelves."""
    return open_one("lakshmi-stores", name="Lakshmi Stores", names={"hi": "लक्ष्मी स्टोर्स"}, minimum_order_paise=149_00)


def open_one(slug: str, **facts: object) -> Store:
    """A store."""
    return stores.open_store(slug=slug, by=BY, at=NOW, **facts)


def as_kept(store: Store) -> dict[str, object]:
    """The row of the store."""
    return Store.objects.values().get(pk=store.pk)


def test_a_store_is_opened_once_and_brought_up_to_date_after(lakshmi_stores):
    again = open_one("lakshmi-stores", name="Lakshmi & Sons")
    assert again.pk == lakshmi_stores.pk
    assert Store.objects.count() == 1
    assert (as_kept(again)["name"], as_kept(again)["minimum_order_paise"]) == ("Lakshmi & Sons", 149_00)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["store.open", "store.update"]


def test_a_store_opens_with_mild_terms(db):
    store = as_kept(open_one("new"))
    assert store["is_taking_orders"] is True
    assert (store["minimum_order_paise"], store["delivery_fee_paise"], store["free_delivery_from_paise"]) == (
        0,
        0,
        None,
    )
    assert store["weighing_tolerance_bp"] == 1000  # a tenth


def test_chitra_changes_the_terms_and_the_log_says_what_they_were(lakshmi_stores):
    version = lakshmi_stores.catalogue_version
    stores.set_terms(store=lakshmi_stores, by=BY, at=NOW, minimum_order_paise=199_00, is_taking_orders=False)
    kept = as_kept(lakshmi_stores)
    assert (kept["minimum_order_paise"], kept["is_taking_orders"]) == (199_00, False)
    assert (lakshmi_stores.minimum_order_paise, lakshmi_stores.is_taking_orders) == (199_00, False)
    assert kept["catalogue_version"] == version + 1
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject) == ("store.terms", f"store:{lakshmi_stores.pk}")
    assert entry.detail == {
        "was": {"minimum_order_paise": 149_00, "is_taking_orders": True},
        "now": {"minimum_order_paise": 199_00, "is_taking_orders": False},
    }


@pytest.mark.parametrize("column", ["name", "gstin", "catalogue_version", "pk"])
def test_what_is_not_a_term_cannot_be_changed_as_one(lakshmi_stores, column):
    before = as_kept(lakshmi_stores)
    with pytest.raises(TypeError, match=f"not terms of a store: {column}"):
        stores.set_terms(store=lakshmi_stores, by=BY, at=NOW, minimum_order_paise=1, **{column: "1"})
    assert as_kept(lakshmi_stores) == before
    assert AuditEntry.objects.count() == 1


def test_half_is_the_most_a_weight_may_be_over(lakshmi_stores):
    stores.set_terms(store=lakshmi_stores, by=BY, at=NOW, weighing_tolerance_bp=5000)
    before = as_kept(lakshmi_stores)
    with pytest.raises(IntegrityError):
        stores.set_terms(store=lakshmi_stores, by=BY, at=NOW, weighing_tolerance_bp=5001)
    assert as_kept(lakshmi_stores) == before
    assert lakshmi_stores.weighing_tolerance_bp == 5000
    assert AuditEntry.objects.filter(action="store.terms").count() == 1


def test_a_change_of_one_store_is_not_a_change_of_the_other(lakshmi_stores):
    branch = open_one("branch")
    stores.note_catalogue_change(store_id=branch.pk)
    assert [as_kept(one)["catalogue_version"] for one in (lakshmi_stores, branch)] == [1, 2]
    stores.note_catalogue_change()
    assert [as_kept(one)["catalogue_version"] for one in (lakshmi_stores, branch)] == [2, 3]


def test_a_store_is_named_in_the_language_that_is_asked_for(lakshmi_stores):
    assert lakshmi_stores.name_in("hi") == "लक्ष्मी स्टोर्स"
    assert lakshmi_stores.name_in("en") == lakshmi_stores.name_in("ta") == "Lakshmi Stores"


def test_the_shop_front_is_of_the_first_store(lakshmi_stores):
    open_one("branch")
    assert selectors.current() == lakshmi_stores


def test_before_a_store_is_open_there_is_none(db):
    with pytest.raises(NotFound):
        selectors.current()
