"""The verbs that keep the index equal to the catalogue."""

from collections.abc import Iterable

from kirana.catalog.events import CatalogueChanged
from kirana.catalog.models import Category, Product
from kirana.core import locks
from kirana.search.engines import engine
from kirana.search.models import SearchEntry

BATCH = 2000


def follow_catalogue(event: CatalogueChanged) -> None:
    """Index the products that changed, in the transaction that changed them."""
    index(product_ids=event.product_ids)


def index(*, product_ids: Iterable[int]) -> int:
    """Write the entries of these products and have the engine index them; returns how many."""
    ids = list(product_ids)
    shelves = _shelf_words()
    for start in range(0, len(ids), BATCH):
        with locks.transaction():
            products = Product.objects.select_related("brand").filter(pk__in=ids[start : start + BATCH])
            entries = [_entry(product, shelves[product.category_id]) for product in products]
            SearchEntry.objects.bulk_create(
                entries, update_conflicts=True, unique_fields=["product"], update_fields=["title", "words"]
            )
            engine().index(entries)
    return len(ids)


def _entry(product: Product, shelf_words: str) -> SearchEntry:
    brand = product.brand.name if product.brand else ""
    title = [brand, product.name, *product.names.values(), product.pack_label]
    words = [product.search_words, shelf_words, product.code, product.gtin or ""]
    return SearchEntry(product=product, title=" ".join(title), words=" ".join(words))


def _shelf_words() -> dict[int, str]:
    """What a product can be found by because of where it stands: the names of its shelf, and of those above it."""
    categories = {category.pk: category for category in Category.objects.all()}
    words = {}
    for key, category in categories.items():
        parts = []
        at: Category | None = category
        while at is not None:
            parts += [at.name, *at.names.values(), at.search_words]
            at = categories.get(at.parent_id) if at.parent_id else None
        words[key] = " ".join(parts)
    return words
