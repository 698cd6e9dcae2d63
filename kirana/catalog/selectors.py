"""Questions about the catalogue."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count

from kirana.catalog.models import Category, ImportBatch, Listing, Product
from kirana.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category as the shop front shows it: its place in the tree and how much stands on it, below it included."""

    id: int
    slug: str
    name: str
    names: dict[str, str]
    path: str
    parent_slug: str
    picture: str
    search_words: str
    count: int
    ids: tuple[int, ...]  # its own id and those below it
    children: list["Shelf"] = field(compare=False, default_factory=list)

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return self.names.get(language) or self.name

    def __hash__(self) -> int:
        return self.id  # short, for what is drawn of a shelf is kept by the shelf


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole category tree of a store at one version of its catalogue."""

    roots: list[Shelf]
    by_slug: dict[str, Shelf]
    by_id: dict[int, Shelf]

    def trail(self, shelf: Shelf) -> tuple[Shelf, ...]:
        """From the department down to the shelf itself."""
        steps = [shelf]
        while steps[-1].parent_slug:
            steps.append(self.by_slug[steps[-1].parent_slug])
        return tuple(reversed(steps))


@lru_cache(maxsize=8)
def tree(*, store_id: int, version: int) -> Tree:
    """The category tree with the number of products offered; kept in memory under the catalogue's version."""
    offered = Listing.objects.filter(store_id=store_id, is_active=True).values_list("category_id")
    counts = dict(offered.annotate(n=Count("pk")).order_by())
    categories = list(Category.objects.order_by("path"))
    below: dict[int, list[int]] = defaultdict(list)
    for category in categories:
        for other in categories:
            if other.path.startswith(category.path):
                below[category.pk].append(other.pk)
    slugs = {category.pk: category.slug for category in categories}
    shelves = {
        category.slug: Shelf(
            id=category.pk,
            slug=category.slug,
            name=category.name,
            names=category.names,
            path=category.path,
            parent_slug=slugs[category.parent_id] if category.parent_id else "",
            picture=category.picture,
            search_words=category.search_words,
            count=sum(counts.get(key, 0) for key in below[category.pk]),
            ids=tuple(below[category.pk]),
        )
        for category in categories
    }
    positions = {category.slug: (category.position, category.name) for category in categories}
    for shelf in sorted(shelves.values(), key=lambda shelf: positions[shelf.slug]):
        if shelf.parent_slug and shelf.count:
            shelves[shelf.parent_slug].children.append(shelf)
    roots = [shelf for shelf in shelves.values() if not shelf.parent_slug and shelf.count]
    return Tree(
        roots=sorted(roots, key=lambda shelf: positions[shelf.slug]),
        by_slug=shelves,
        by_id={shelf.id: shelf for shelf in shelves.values()},
    )


def import_batches(*, store_id: int, limit: int = 30) -> list[ImportBatch]:
    """The latest files that were read into the catalogue."""
    return list(ImportBatch.objects.filter(store_id=store_id)[:limit])


def import_batch(*, store_id: int, batch_id: int) -> ImportBatch:
    """One of them; `NotFound` when there is none."""
    batch = ImportBatch.objects.filter(store_id=store_id, pk=batch_id).first()
    if batch is None:
        raise NotFound()
    return batch


def shelves() -> list[Category]:
    """Every category, each under its parent."""
    return list(Category.objects.order_by("path"))


def listing_of(*, store_id: int, code: str) -> Listing:
    """A store's listing by product code, with product, brand and category; `NotFound` when there is none."""
    listings = Listing.objects.select_related("product__brand", "product__category", "store")
    listing = listings.filter(store_id=store_id, product__code=code).first()
    if listing is None:
        raise NotFound()
    return listing


def product_by_slug(*, slug: str) -> Product:
    """A product by the slug in its address."""
    product = Product.objects.filter(slug=slug).first()
    if product is None:
        raise NotFound()
    return product
