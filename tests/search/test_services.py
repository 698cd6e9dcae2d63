"""The index: written for what has changed, once, and whole again when asked."""

from kirana.catalog.models import Product
from kirana.catalog.services import products
from kirana.search import services as index
from kirana.search.models import SearchEntry
from tests.cast import BY, LATER
from tests.search.shelf import found


def test_an_entry_holds_what_a_thing_can_be_found_by(lakshmi):
    entry = SearchEntry.objects.get(product=lakshmi["atta"].product)
    assert entry.title == "Dharti Chakki Fresh Atta चक्की आटा 5 kg"
    assert entry.words.split() == ["Atta", "&", "flours", "आटा", "atta", "8901234567890"]
    onions = SearchEntry.objects.get(product=lakshmi["onions"].product)
    assert "kanda" in onions.words


def test_indexing_again_changes_nothing(lakshmi):
    everything = list(Product.objects.values_list("pk", flat=True))
    before = list(SearchEntry.objects.order_by("pk").values_list())
    assert index.index(product_ids=everything) == 7
    assert list(SearchEntry.objects.order_by("pk").values_list()) == before
    assert found(lakshmi, "olive") == ["olive_oil"]


def test_words_that_are_taken_away_are_not_found(lakshmi):
    products.edit(product=lakshmi["onions"].product, search_words="", by=BY, at=LATER)
    assert found(lakshmi, "kanda") == []
    assert found(lakshmi, "onion") == ["onions"]
