"""The catalogue as those who keep it look through it: every listing, offered or not."""

from dataclasses import dataclass

from django.db.models import Case, F, QuerySet, When

from kirana.catalog.models import Category, Listing
from kirana.search import find

LOW_PIECES = 6
LOW_LOOSE = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words, a shelf's slug, and `low`, `out`, `off` or `featured`."""

    text: str = ""
    category: str = ""
    only: str = ""


def listings(*, store_id: int, asked: Asked) -> QuerySet[Listing]:
    """The listings that are asked for, with product, brand and stock loaded."""
    rows = Listing.objects.filter(store_id=store_id).select_related("product__brand", "stock")
    if asked.category:
        path = Category.objects.filter(slug=asked.category).values_list("path", flat=True).first() or "?"
        rows = rows.filter(category__path__startswith=path)
    rows = _only(rows, asked.only)
    if not asked.text:
        return rows.order_by("product__name", "price_paise", "pk")
    ids = find.product_ids(text=asked.text)
    ranks = Case(*(When(product_id=key, then=place) for place, key in enumerate(ids)), default=len(ids))
    return rows.filter(product_id__in=ids).order_by(ranks, "pk")


def _only(rows: QuerySet[Listing], only: str) -> QuerySet[Listing]:
    match only:
        case "low":
            least = Case(When(product__is_loose=True, then=LOW_LOOSE), default=LOW_PIECES)
            return rows.filter(is_active=True, stock__on_hand__lt=F("stock__reserved") + least)
        case "out":
            return rows.filter(is_active=True, stock__on_hand__lte=F("stock__reserved"))
        case "off":
            return rows.filter(is_active=False)
        case "featured":
            return rows.filter(is_featured=True)
    return rows
