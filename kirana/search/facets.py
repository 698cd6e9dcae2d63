"""What a list can be narrowed down by, with how many there are of each; kept under the catalogue's version."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from kirana.catalog.models import Listing, VegMark
from kirana.search.browse import offered

MOST_BRANDS = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow by."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices a list offers. `total` is the list's length before any narrowing."""

    total: int
    least_paise: int
    most_paise: int
    brands: tuple[Choice, ...]
    origins: tuple[Choice, ...]
    veg: tuple[Choice, ...]


@lru_cache(maxsize=512)
def of_shelf(*, store_id: int, version: int, category_ids: tuple[int, ...] | None) -> Facets:
    """The facets of a shelf, or of the whole store."""
    listings = offered(store_id=store_id)
    if category_ids is not None:
        listings = listings.filter(category_id__in=category_ids)
    return _facets(listings)


@lru_cache(maxsize=8)
def of_offers(*, store_id: int, version: int) -> Facets:
    """The facets of everything below its MRP."""
    return _facets(offered(store_id=store_id).filter(discount_bp__gt=0))


@lru_cache(maxsize=256)
def of_products(*, store_id: int, version: int, product_ids: tuple[int, ...]) -> Facets:
    """The facets of what a search found."""
    return _facets(offered(store_id=store_id).filter(product_id__in=product_ids))


def _facets(listings: QuerySet[Listing]) -> Facets:
    listings = listings.order_by()
    whole = listings.aggregate(total=Count("pk"), least=Min("price_paise"), most=Max("price_paise"))
    brands: Any = listings.exclude(product__brand=None).values_list("product__brand__slug", "product__brand__name")
    brands = brands.annotate(n=Count("pk")).order_by("-n", "product__brand__name")[:MOST_BRANDS]
    origins = listings.exclude(product__origin="").values_list("product__origin").annotate(n=Count("pk"))
    origins = origins.order_by("-n", "product__origin")
    veg = dict(listings.values_list("product__veg_mark").annotate(n=Count("pk")))
    return Facets(
        total=whole["total"],
        least_paise=whole["least"] or 0,
        most_paise=whole["most"] or 0,
        brands=tuple(Choice(slug, name, n) for slug, name, n in brands),
        origins=tuple(Choice(code, code, n) for code, n in origins),
        veg=tuple(Choice(mark, mark, veg[mark]) for mark in VegMark.values if veg.get(mark)),
    )
