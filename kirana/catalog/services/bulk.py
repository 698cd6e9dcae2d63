"""The verbs of the catalogue for many rows at once: a constant number of statements for each thousand.

What a row wants comes as plain columns (see `catalog.imports.rows.Wanted`). Categories are found by their names and
made where they are new; so are brands.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kirana.catalog import sorting
from kirana.catalog.models import Brand, Category, Listing, Product
from kirana.catalog.services.categories import plant
from kirana.catalog.services.listings import default_step
from kirana.core.errors import ShopError
from kirana.stores.models import Store

Row = Mapping[str, Any]
BATCH = 1000
OTHER = "Other"  # the department of what no file gave one


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


class ListedSince(ShopError):
    code = "listed_since"
    sentence = _("Some of these products came in after the file was read: %(codes)s. Read the file again.")


def create(*, store: Store, rows: Sequence[Row], names: Names, at: datetime) -> list[Listing]:
    """List the products in the store, in the rows' order, and make those that are new.

    What another branch has made stays as it is and is only listed, so that undoing has nothing of it to put back.
    Raises `ListedSince` when the store has listed one of them already.
    """
    products = {one.code: one for one in Product.objects.filter(code__in=[row["code"] for row in rows])}
    _refuse_when_listed(store, products)
    taken = set(Product.objects.values_list("slug", flat=True))
    fresh = [_made(row, taken, names, at) for row in rows if row["code"] not in products]
    products |= {one.code: one for one in Product.objects.bulk_create(fresh, batch_size=BATCH)}
    listings = [_listed(store, products[row["code"]], row, at) for row in rows]
    return Listing.objects.bulk_create(listings, batch_size=BATCH)


def update(*, listings: Sequence[Listing], rows: Sequence[Row], names: Names) -> None:
    """Bring the listings and their products to what the rows want; columns no row speaks of stay."""
    product_columns, listing_columns = {"brand", "category"}, {*sorting.SORTING}
    for listing, row in zip(listings, rows, strict=True):
        product = listing.product
        if row["brand"] is not None:
            product.brand = names.brand(row["brand"])
        if row["department"] is not None:
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


def _refuse_when_listed(store: Store, products: Mapping[str, Product]) -> None:
    listed = Listing.objects.filter(store=store, product__code__in=products).values_list("product__code", flat=True)
    if codes := sorted(listed)[:5]:
        raise ListedSince(codes=", ".join(codes))


def _made(row: Row, taken: set[str], names: Names, at: datetime) -> Product:
    return Product(
        code=row["code"],
        slug=_free_slug(row, taken),
        brand=names.brand(row["brand"] or ""),
        category=names.category(row["department"] or OTHER, row["shelf"] or ""),
        created_at=at,
        **row["fresh"] | row["product"],
    )


def _listed(store: Store, product: Product, row: Row, at: datetime) -> Listing:
    step = default_step(is_loose=product.is_loose, price_paise=row["listing"]["price_paise"])
    listing = Listing(store=store, product=product, listed_at=at, **{"step": step} | row["listing"])
    sorting.rewrite(listing)
    return listing


def _free_slug(row: Row, taken: set[str]) -> str:
    facts = row["fresh"] | row["product"]
    words = f"{row['brand'] or ''} {row['name']} {facts.get('pack_label', '')}"
    base = slugify(words)[:140].strip("-") or slugify(row["code"]) or "product"
    slug = base if base not in taken else next(one for n in count(2) if (one := f"{base}-{n}") not in taken)
    taken.add(slug)
    return slug


def _as_a_name(text: str) -> str:
    """A heading from what a file calls a shelf: `hair care` → `Hair care`; capitals of its own are kept."""
    return text if text != text.lower() else text[:1].upper() + text[1:]
