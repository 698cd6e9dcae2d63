"""What a product page shows: the offer, the other packs of the same thing, and its neighbours on the shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, Subquery

from kirana.catalog.models import Listing, Product, ProductImage
from kirana.core.errors import NotFound
from kirana.core.prepared import prepared, prepared_as
from kirana.core.quantity import BaseUnit
from kirana.search.browse import ORDERS, Card, Sort, cards_of, offered
from kirana.stores.selectors import front

MOST_PACKS = 12
MOST_SIMILAR = 12
# What the page does not say is not fetched: a short row is read sooner, and `Facts` stay the same for longer.
NOT_SAID = (
    *("aisle", "discount_bp", "is_featured", "listed_at", "popularity"),
    *("product__category", "product__code", "product__created_at", "product__hsn", "product__search_words"),
    *("product__brand__slug", "store__slug", "store__email", "store__pincode", "store__state_code"),
    *("store__delivery_fee_paise", "store__free_delivery_from_paise", "store__minimum_order_paise"),
    *("store__is_composition", "store__is_taking_orders"),
)
WEIGHTS = (100, 250, 500, 1000, 2000)  # grams or millilitres that people ask for by name


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the page says of a listing as it stands in the database, with its store, product, brand and stock.

    Only to be read. As long as none of its columns changes it is the same one, so what is drawn of it is kept by it.
    """

    listing: Listing


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as a store offers it."""

    facts: Facts
    available: int
    pictures: Sequence[str]
    packs: tuple[Card, ...]  # of the same family, this one among them; empty when it is the only one
    similar: tuple[Card, ...]

    @property
    def listing(self) -> Listing:
        """What is offered, with its store, product, brand and stock loaded."""
        return self.facts.listing

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


def offer(*, slug: str) -> Offer:
    """The offer behind a product's address; `NotFound` when the shop does not offer it."""
    facts: Facts | None = next(iter(_offered_at(slug)), None)
    if facts is None:
        raise NotFound()
    listing = facts.listing
    product = listing.product
    store_id, version = listing.store_id, listing.store.catalogue_version
    packs = _pack_ids(store_id=store_id, version=version, family=product.family) if product.family else ()
    near = _neighbour_ids(store_id=store_id, version=version, category_id=listing.category_id)
    found = cards_of(list(dict.fromkeys([*packs, *near])))
    stems = _pictures(version=version, product_id=product.pk) or ((product.picture,) if product.picture else ())
    stock = getattr(listing, "stock", None)
    return Offer(
        facts=facts,
        available=stock.available if stock else 0,
        pictures=stems,
        packs=tuple(found[pk] for pk in packs if pk in found),
        similar=tuple(found[pk] for pk in near if pk in found and pk != listing.pk)[:MOST_SIMILAR],
    )


@lru_cache(maxsize=4000)
def _pack_ids(*, store_id: int, version: int, family: str) -> tuple[int, ...]:
    """The listings of the same thing in other packs, the cheapest first; none when it is the only one."""
    ids = tuple(_packs_of(store_id, family))
    return ids if len(ids) > 1 else ()


@prepared
def _packs_of(store_id: int, family: str) -> Any:
    packs = offered(store_id=store_id).filter(product__family=family).order_by("price_paise", "pk")
    return packs.values_list("pk", flat=True)[:MOST_PACKS]


@lru_cache(maxsize=20_000)
def _pictures(*, version: int, product_id: int) -> tuple[str, ...]:
    """The pictures of a product, in their order; as the packs, they change with the catalogue."""
    return tuple(_pictures_of(product_id))


@prepared
def _pictures_of(product_id: int) -> Any:
    pictures = ProductImage.objects.filter(product_id=product_id).order_by("position", "pk")
    return pictures.values_list("stem", flat=True)


@lru_cache(maxsize=4000)
def _neighbour_ids(*, store_id: int, version: int, category_id: int) -> Sequence[int]:
    """The most popular listings of a shelf; which they are changes with the catalogue, what they cost is asked anew."""
    return _neighbours_on(store_id, category_id)


@prepared
def _neighbours_on(store_id: int, category_id: int) -> Any:
    shelf = offered(store_id=store_id).filter(category_id=category_id)
    return shelf.order_by(*ORDERS[Sort.POPULAR]).values_list("pk", flat=True)[: MOST_SIMILAR + 1]


@prepared_as(Facts)
def _offered_at(slug: str) -> QuerySet[Listing]:
    rows = Listing.objects.select_related("store", "product__brand", "stock").defer(*NOT_SAID)
    return rows.filter(store_id=Subquery(front().values("pk")), product__slug=slug, is_active=True)


def forget() -> None:
    """Drop what is kept under a version of the catalogue; for tests, whose catalogues share their versions."""
    for kept in (_neighbour_ids, _pack_ids, _pictures):
        kept.cache_clear()
