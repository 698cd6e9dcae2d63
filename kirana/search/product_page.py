"""What a product page shows: the offer, the other packs of the same thing, and its neighbours on the shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from kirana.catalog.models import Listing, Product, ProductImage
from kirana.core.errors import NotFound
from kirana.core.prepared import prepared
from kirana.core.quantity import BaseUnit
from kirana.search.browse import ORDERS, Card, Sort, cards_of, offered
from kirana.stores.models import Store

MOST_PACKS = 12
MOST_SIMILAR = 12
WEIGHTS = (100, 250, 500, 1000, 2000)  # grams or millilitres that people ask for by name


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as a store offers it. `listing` has its product, brand and stock loaded."""

    listing: Listing
    available: int
    pictures: Sequence[str]
    packs: Sequence[Card]  # of the same family, this one among them; empty when it is the only one
    similar: Sequence[Card]

    @property
    def product(self) -> Product:
        """What is offered."""
        return self.listing.product

    @property
    def brand(self) -> str:
        """The brand's name, or nothing."""
        return self.product.brand.name if self.product.brand else ""

    @property
    def priced_per(self) -> BaseUnit:
        """The unit the unit price is told in."""
        product = self.product
        return BaseUnit(product.unit if product.is_loose or not product.net_unit else product.net_unit)

    @property
    def weights(self) -> list[int]:
        """Amounts of loose goods to choose with one press."""
        return [weight for weight in WEIGHTS if weight % self.listing.step == 0 and weight <= self.available]


def offer(*, store: Store, slug: str) -> Offer:
    """The offer behind a product's address; `NotFound` when the store does not offer it."""
    listing: Listing | None = next(iter(_offered_at(store.pk, slug)), None)
    if listing is None:
        raise NotFound()
    product = listing.product
    packs = _pack_ids(store, product)
    near = _neighbour_ids(store_id=store.pk, version=store.catalogue_version, category_id=listing.category_id)
    found = cards_of(list(dict.fromkeys([*packs, *near])))
    stems = _pictures(product.pk) or ([product.picture] if product.picture else [])
    stock = getattr(listing, "stock", None)
    return Offer(
        listing=listing,
        available=stock.available if stock else 0,
        pictures=stems,
        packs=[found[pk] for pk in packs if pk in found],
        similar=[found[pk] for pk in near if pk in found and pk != listing.pk][:MOST_SIMILAR],
    )


def _pack_ids(store: Store, product: Product) -> list[int]:
    """The listings of the same thing in other packs, the cheapest first; none when it is the only one."""
    family = _family(product.family) if product.family else []
    ids = _packs_of(store.pk, tuple(family)) if len(family) > 1 else []
    return ids if len(ids) > 1 else []


@lru_cache(maxsize=4000)
def _neighbour_ids(*, store_id: int, version: int, category_id: int) -> list[int]:
    """The most popular listings of a shelf; which they are changes with the catalogue, what they cost is asked anew."""
    shelf = offered(store_id=store_id).filter(category_id=category_id)
    return list(shelf.order_by(*ORDERS[Sort.POPULAR]).values_list("pk", flat=True)[: MOST_SIMILAR + 1])


@prepared
def _offered_at(store_id: int, slug: str) -> QuerySet[Listing]:
    rows = Listing.objects.select_related("product__brand", "stock")
    return rows.filter(store_id=store_id, product__slug=slug, is_active=True)


@prepared
def _family(name: str) -> "QuerySet[Product, Any]":
    return Product.objects.filter(family=name).values_list("pk", flat=True)


@prepared
def _packs_of(store_id: int, product_ids: tuple[int, ...]) -> "QuerySet[Listing, Any]":
    packs = offered(store_id=store_id).filter(product_id__in=product_ids)
    return packs.order_by("price_paise", "pk").values_list("pk", flat=True)[:MOST_PACKS]


@prepared
def _pictures(product_id: int) -> "QuerySet[ProductImage, Any]":
    pictures = ProductImage.objects.filter(product_id=product_id).order_by("position", "pk")
    return pictures.values_list("stem", flat=True)
