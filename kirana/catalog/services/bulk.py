"""The verbs of the catalogue for many rows at once: a constant number of statements for each thousand.

What a row wants comes as plain columns (see `catalog.imports.rows.Wanted`). Categories are found by their names and
made where they are new; so are brands.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.text import slugify

from kirana.catalog import sorting
from kirana.catalog.models import Brand, Category, Listing, Product
from kirana.catalog.services.categories import plant
from kirana.catalog.services.listings import default_step
from kirana.stores.models import Store

Row = Mapping[str, Any]
BATCH = 1000


class Names:
    """Brands and categories by their names, made as rows ask for them."""

    def __init__(self) -> None:
        self._brands = {brand.name.casefold(): brand for brand in Brand.objects.all()}
        self._brand_slugs = {brand.slug for brand in self._brands.values()}
        categories = list(Category.objects.select_related("parent"))
        self._shelves = {self._key(one.parent, one.name): one for one in categories}
        self._slugs = {one.slug for one in categories}

    def make_brands(self, names: Iterable[str]) -> None:
        """Make the brands that are new, in one statement."""
        fresh = {name.casefold(): name for name in names if name and name.casefold() not in self._brands}
        made = [Brand(name=name, slug=self._free(name, self._brand_slugs)) for name in fresh.values()]
        for brand in Brand.objects.bulk_create(made, batch_size=BATCH):
            self._brands[brand.name.casefold()] = brand

    def brand(self, name: str) -> Brand | None:
        """The brand with this name; None for no name."""
        return self._brands[name.casefold()] if name else None

    def category(self, department: str, shelf: str) -> Category:
        """The shelf of a department, or the department itself when there is no shelf."""
        root = self._find(None, department)
        return self._find(root, shelf) if shelf else root

    def _find(self, parent: Category | None, name: str) -> Category:
        key = self._key(parent, name)
        if key not in self._shelves:
            slug = self._free(f"{parent.slug} {name}" if parent else name, self._slugs)
            self._shelves[key] = plant(slug=slug, name=_as_a_name(name), parent=parent, position=len(self._slugs))
        return self._shelves[key]

    @staticmethod
    def _key(parent: Category | None, name: str) -> tuple[int | None, str]:
        return (parent.pk if parent else None, name.casefold())

    @staticmethod
    def _free(name: str, taken: set[str]) -> str:
        base = slugify(name)[:70].strip("-") or "other"
        slug = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 1000))) if one not in taken)
        taken.add(slug)
        return slug


def create(*, store: Store, rows: Sequence[Row], names: Names, at: datetime) -> list[Listing]:
    """Make the products and list them in the store; the listings come back in the rows' order."""
    taken = set(Product.objects.values_list("slug", flat=True))
    products = []
    for row in rows:
        product = Product(
            code=row["code"],
            slug=_free_slug(row, taken),
            brand=names.brand(row["brand"]),
            category=names.category(row["department"], row["shelf"]),
            created_at=at,
            **row["product"],
        )
        products.append(product)
    Product.objects.bulk_create(products, batch_size=BATCH)
    listings = []
    for product, row in zip(products, rows, strict=True):
        step = default_step(is_loose=product.is_loose, price_paise=row["listing"]["price_paise"])
        listing = Listing(store=store, product=product, listed_at=at, **{"step": step} | row["listing"])
        sorting.rewrite(listing)
        listings.append(listing)
    return Listing.objects.bulk_create(listings, batch_size=BATCH)


def update(*, listings: Sequence[Listing], rows: Sequence[Row], names: Names) -> None:
    """Bring the listings and their products to what the rows want; columns no row speaks of stay."""
    product_columns, listing_columns = {"brand", "category"}, {*sorting.SORTING}
    for listing, row in zip(listings, rows, strict=True):
        product = listing.product
        product.brand = names.brand(row["brand"])
        product.category = names.category(row["department"], row["shelf"])
        for thing, columns, seen in (
            (product, row["product"], product_columns),
            (listing, row["listing"], listing_columns),
        ):
            seen.update(columns)
            for name, value in columns.items():
                setattr(thing, name, value)
        sorting.rewrite(listing)
    Product.objects.bulk_update([one.product for one in listings], sorted(product_columns), batch_size=200)
    Listing.objects.bulk_update(listings, sorted(listing_columns), batch_size=200)


def _free_slug(row: Row, taken: set[str]) -> str:
    words = f"{row['brand']} {row['name']} {row['product'].get('pack_label', '')}"
    base = slugify(words)[:140].strip("-") or slugify(row["code"]) or "product"
    slug = base if base not in taken else next(one for n in count(2) if (one := f"{base}-{n}") not in taken)
    taken.add(slug)
    return slug


def _as_a_name(text: str) -> str:
    """A heading from what a file calls a shelf: `hair care` → `Hair care`; capitals of its own are kept."""
    return text if text != text.lower() else text[:1].upper() + text[1:]
