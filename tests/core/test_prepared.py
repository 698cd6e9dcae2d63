"""Questions whose SQL is put together once: the same answers as Django's own, in one statement each time."""

from dataclasses import dataclass

import pytest
from django.db.models import Count, QuerySet

from kirana.catalog.models import Listing, Product
from kirana.core.prepared import NotPrepared, prepared, prepared_as


@prepared
def of_codes(codes: tuple[str, ...]) -> QuerySet[Product]:
    """Products by code, with their brands."""
    return Product.objects.select_related("brand").filter(code__in=codes).order_by("pk")


@prepared
def prices_above(store_id: int, least: int, *, order: str, limit: int):
    """Codes and prices."""
    dear = Listing.objects.filter(store_id=store_id, price_paise__gt=least)
    return dear.order_by(order).values_list("product__code", "price_paise", "product__names", "is_active")[:limit]


@prepared
def codes_like(name: str):
    """The codes of products with this name."""
    return Product.objects.filter(name=name).values_list("code", flat=True)


def test_rows_come_back_as_the_query_itself_gives_them(lakshmi):
    found = prices_above(lakshmi.store.pk, 200_00, order="-price_paise", limit=2)
    assert found == [
        ("almonds", 899_00, {"hi": "बादाम"}, True),
        ("olive_oil", 849_00, {"hi": "जैतून का तेल"}, True),
    ]
    assert prices_above(lakshmi.store.pk, 850_00, order="-price_paise", limit=2) == found[:1]


def test_what_is_part_of_the_text_makes_another_statement(lakshmi):
    store = lakshmi.store.pk
    assert [code for code, *_rest in prices_above(store, 0, order="price_paise", limit=2)] == ["onions", "milk"]
    assert [code for code, *_rest in prices_above(store, 0, order="price_paise", limit=1)] == ["onions"]
    assert [code for code, *_rest in prices_above(store, 0, order="-price_paise", limit=1)] == ["almonds"]


def test_instances_bring_what_was_selected_with_them(lakshmi, django_assert_num_queries):
    with django_assert_num_queries(1):
        atta, onions = of_codes(("atta", "onions"))
        assert (atta.name, atta.brand.name, onions.brand) == ("Chakki Fresh Atta", "Dharti", None)
    assert atta == lakshmi["atta"].product
    assert [one.code for one in of_codes(("milk",))] == ["milk"]
    assert [one.code for one in of_codes(("milk", "eggs", "nothing"))] == ["milk", "eggs"]


def test_values_are_never_read_as_sql(lakshmi):
    assert codes_like("Onion") == ["onions"]
    assert codes_like("Onion' OR '1'='1") == []
    assert codes_like("%s") == []


def test_a_second_question_of_the_same_kind_is_not_written_again(lakshmi, monkeypatch):
    assert codes_like("Onion") == ["onions"]
    monkeypatch.setattr(Product.objects, "filter", None)
    assert codes_like("Chakki Fresh Atta") == ["atta", "small_atta"]


@pytest.mark.parametrize("value", [None, 1.5, True, b"atta"])
def test_only_whole_numbers_and_texts_are_filled_in(value, lakshmi):
    with pytest.raises(NotPrepared):
        codes_like(value)


def test_a_value_that_the_statement_does_not_use_is_a_mistake(lakshmi):
    @prepared
    def forgetful(store_id: int, limit: int) -> QuerySet[Listing]:
        return Listing.objects.filter(store_id=store_id)

    with pytest.raises(NotPrepared, match=r"values \{1\} are nowhere"):
        forgetful(lakshmi.store.pk, 5)


def test_what_cannot_be_read_back_is_refused(lakshmi):
    @prepared
    def counted(store_id: int) -> QuerySet[Listing]:
        return Listing.objects.filter(store_id=store_id).annotate(n=Count("pk"))

    @prepared
    def named(store_id: int):
        return Listing.objects.filter(store_id=store_id).values("pk")

    for question in (counted, named):
        with pytest.raises(NotPrepared):
            question(lakshmi.store.pk)


@dataclass(frozen=True)
class Tag:
    """What stands on a shelf's edge."""

    code: str
    price_paise: int
    names: dict[str, str]


@prepared_as(Tag)
def tags(codes: tuple[str, ...]):
    """The tags of these products."""
    listings = Listing.objects.filter(product__code__in=codes).order_by("pk")
    return listings.values_list("product__code", "price_paise", "product__names")


def test_rows_become_what_they_are_asked_as_and_the_same_row_is_the_same_thing(lakshmi):
    first = tags(("atta", "milk"))
    assert first[1] == Tag("milk", lakshmi["milk"].price_paise, {"hi": lakshmi["milk"].product.names["hi"]})
    assert all(one is other for one, other in zip(first, tags(("atta", "milk")), strict=True))
    Listing.objects.filter(pk=lakshmi["milk"].pk).update(price_paise=31_00)
    atta, milk = tags(("atta", "milk"))
    assert (atta is first[0], milk.price_paise) == (True, 31_00)
