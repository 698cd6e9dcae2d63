"""Walking the shelves: a page of products, filtered and sorted, in one statement.

The columns of a card are read as plain values along an index of `Listing`; nothing else is fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models import Listing
from kirana.core.prepared import prepared_as
from kirana.core.quantity import BaseUnit

PAGE = 24


class Sort(Enum):
    """The orders a shelf can be walked in. Each ends with the id, so that a page never shows a thing twice."""

    RELEVANCE = "relevance"
    POPULAR = "popular"
    PRICE = "price"
    PRICE_DOWN = "price-down"
    UNIT_PRICE = "unit-price"
    DISCOUNT = "discount"
    NEWEST = "newest"
    ORIGIN = "origin"

    @property
    def label(self) -> str:
        """What the shopper reads."""
        return str(SORT_LABELS[self])


SORT_LABELS = {
    Sort.RELEVANCE: _("Best match"),
    Sort.POPULAR: _("Popular first"),
    Sort.PRICE: _("Price: low to high"),
    Sort.PRICE_DOWN: _("Price: high to low"),
    Sort.UNIT_PRICE: _("Price per kg or litre"),
    Sort.DISCOUNT: _("Biggest saving"),
    Sort.NEWEST: _("Newest first"),
    Sort.ORIGIN: _("Country of origin"),
}
ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.POPULAR: ("-popularity", "id"),
    Sort.PRICE: ("price_paise", "id"),
    Sort.PRICE_DOWN: ("-price_paise", "id"),
    Sort.UNIT_PRICE: (F("unit_price_paise").asc(nulls_last=True), "id"),
    Sort.DISCOUNT: ("-discount_bp", "-popularity", "id"),
    Sort.NEWEST: ("-listed_at", "id"),
    Sort.ORIGIN: ("product__origin", "-popularity", "id"),
}


class Size(Enum):
    """Packs by what they hold."""

    LOOSE = "loose"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def label(self) -> str:
        """What the shopper reads."""
        return str(SIZE_LABELS[self])


SIZE_LABELS = {
    Size.LOOSE: _("Loose, by weight"),
    Size.SMALL: _("Up to 250 g or ml"),
    Size.MEDIUM: _("250 g to 1 kg or litre"),
    Size.LARGE: _("More than 1 kg or litre"),
}
_MEASURED = Q(product__net_unit__in=[BaseUnit.GRAM, BaseUnit.MILLILITRE])
SIZES = {
    Size.LOOSE: Q(product__is_loose=True),
    Size.SMALL: _MEASURED & Q(product__net_quantity__lte=250),
    Size.MEDIUM: _MEASURED & Q(product__net_quantity__gt=250, product__net_quantity__lte=1000),
    Size.LARGE: _MEASURED & Q(product__net_quantity__gt=1000),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a shopper has narrowed a list down to. Empty means no narrowing."""

    brands: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    sizes: tuple[Size, ...] = ()
    veg: tuple[str, ...] = ()
    least_paise: int | None = None
    most_paise: int | None = None
    only_offers: bool = False
    only_in_stock: bool = False

    @property
    def size_values(self) -> list[str]:
        """The sizes as their values: what the ticked boxes hold."""
        return [size.value for size in self.sizes]

    @property
    def count(self) -> int:
        """How many narrowings are on: the number on the filter button."""
        lists = len(self.brands) + len(self.origins) + len(self.sizes) + len(self.veg)
        prices = (self.least_paise is not None) + (self.most_paise is not None)
        return lists + prices + self.only_offers + self.only_in_stock


@dataclass(frozen=True, slots=True)
class Card:
    """A product as a list shows it."""

    listing_id: int
    price_paise: int
    mrp_paise: int | None
    unit_price_paise: int | None
    discount_bp: int
    step: int
    slug: str
    name: str
    names: dict[str, str]
    brand: str
    pack_label: str
    picture: str
    veg_mark: str
    is_loose: bool
    unit: str
    net_unit: str
    origin: str
    available: int

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return self.names.get(language) or self.name

    def __hash__(self) -> int:
        return self.listing_id  # short, for what is drawn of a card is kept by the card

    @property
    def is_imported(self) -> bool:
        """Whether its origin has to be told (Legal Metrology rule 6(10A))."""
        return self.origin not in ("", "IN")

    @property
    def priced_per(self) -> BaseUnit:
        """The unit the unit price is told in."""
        return BaseUnit(self.unit if self.is_loose or not self.net_unit else self.net_unit)


@dataclass(frozen=True, slots=True)
class Page:
    """Some cards of a list, and how long the list is."""

    cards: Sequence[Card]
    total: int
    number: int

    @property
    def last_number(self) -> int:
        """The number of the last page."""
        return last_page(self.total)


def last_page(total: int) -> int:
    """The number of the last page of so many cards; an empty list has one page."""
    return max(1, -(-total // PAGE))


CARD_COLUMNS = (
    "pk",
    "price_paise",
    "mrp_paise",
    "unit_price_paise",
    "discount_bp",
    "step",
    "product__slug",
    "product__name",
    "product__names",
    Coalesce("product__brand__name", Value("")),
    "product__pack_label",
    "product__picture",
    "product__veg_mark",
    "product__is_loose",
    "product__unit",
    "product__net_unit",
    "product__origin",
    Coalesce(F("stock__on_hand") - F("stock__reserved"), 0, output_field=IntegerField()),
)


def offered(*, store_id: int) -> QuerySet[Listing]:
    """Everything a store offers."""
    return Listing.objects.filter(store_id=store_id, is_active=True)


def narrow(listings: QuerySet[Listing], filters: Filters) -> QuerySet[Listing]:
    """Those of the listings that pass the filters."""
    if filters.brands:
        listings = listings.filter(product__brand__slug__in=filters.brands)
    if filters.origins:
        listings = listings.filter(product__origin__in=filters.origins)
    if filters.veg:
        listings = listings.filter(product__veg_mark__in=filters.veg)
    if filters.sizes:
        any_size = Q()
        for size in filters.sizes:
            any_size |= SIZES[size]
        listings = listings.filter(any_size)
    if filters.least_paise is not None:
        listings = listings.filter(price_paise__gte=filters.least_paise)
    if filters.most_paise is not None:
        listings = listings.filter(price_paise__lte=filters.most_paise)
    if filters.only_offers:
        listings = listings.filter(discount_bp__gt=0)
    if filters.only_in_stock:
        listings = listings.filter(stock__on_hand__gt=F("stock__reserved"))
    return listings


def cards(listings: QuerySet[Listing], *, sort: Sort, first: int = 0, limit: int = PAGE) -> list[Card]:
    """`limit` cards of the listings in this order, from the `first`."""
    return [Card(*row) for row in _columns(listings, sort, first, limit)]


def chosen_cards(*, store_id: int, limit: int) -> list[Card]:
    """The cards of what the shop chose for its home page, in the order it gave them; what has no place comes last."""
    listings = offered(store_id=store_id).filter(is_featured=True)
    order = (F("feature__position").asc(nulls_last=True), *ORDERS[Sort.POPULAR])
    return [Card(*row) for row in listings.order_by(*order).values_list(*CARD_COLUMNS)[:limit]]


def shelf_cards(*, store_id: int, category_ids: tuple[int, ...], sort: Sort, first: int) -> list[Card]:
    """As `cards`, of the shelves with these ids as they are, without narrowing: what most visitors look at."""
    return _of_shelves(store_id, category_ids, sort=sort, first=first)


def cards_of(listing_ids: Sequence[int]) -> dict[int, Card]:
    """The cards of these listings, by their ids."""
    return {card.listing_id: card for card in _of_ids(tuple(listing_ids))} if listing_ids else {}


def _columns(listings: QuerySet[Listing], sort: Sort, first: int, limit: int) -> "QuerySet[Listing, Any]":
    """The ids come from the index alone; only the rows that are shown are looked up."""
    ids = listings.order_by(*ORDERS[sort]).values("pk")[first : first + limit]
    return Listing.objects.filter(pk__in=ids).order_by(*ORDERS[sort]).values_list(*CARD_COLUMNS)


@prepared_as(Card)
def _of_shelves(store_id: int, category_ids: tuple[int, ...], *, sort: Sort, first: int) -> "QuerySet[Listing, Any]":
    return _columns(offered(store_id=store_id).filter(category_id__in=category_ids), sort, first, PAGE)


@prepared_as(Card)
def _of_ids(listing_ids: tuple[int, ...]) -> "QuerySet[Listing, Any]":
    return Listing.objects.filter(pk__in=listing_ids).values_list(*CARD_COLUMNS)


def page_ranked(listings: QuerySet[Listing], *, product_ids: Sequence[int], number: int) -> Page:
    """A page of the listings in the order their products were found in."""
    rank = {product_id: index for index, product_id in enumerate(product_ids)}
    pairs = listings.filter(product_id__in=product_ids).values_list("pk", "product_id")
    ids = [pk for pk, _product in sorted(pairs, key=lambda pair: rank[pair[1]])]
    number = min(number, last_page(len(ids)))
    shown = ids[(number - 1) * PAGE : number * PAGE]
    by_id = cards_of(shown)
    return Page([by_id[pk] for pk in shown], len(ids), number)
