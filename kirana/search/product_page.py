"""What a product page shows: the offer, the other packs of the same thing, and its neighbours on the shelf."""

from collections.abc import Sequence
from dataclasses import dataclass

from kirana.catalog.models import Listing, Product
from kirana.core.errors import NotFound
from kirana.core.quantity import BaseUnit
from kirana.search.browse import Card, Sort, cards, offered
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
    rows = Listing.objects.select_related("product__brand", "stock")
    listing = rows.filter(store=store, product__slug=slug, is_active=True).first()
    if listing is None:
        raise NotFound()
    product = listing.product
    stems = list(product.images.values_list("stem", flat=True)) or ([product.picture] if product.picture else [])
    stock = getattr(listing, "stock", None)
    return Offer(
        listing=listing,
        available=stock.available if stock else 0,
        pictures=stems,
        packs=_packs(store, product),
        similar=_similar(store, listing),
    )


def _packs(store: Store, product: Product) -> list[Card]:
    if not product.family:
        return []
    family = offered(store_id=store.pk).filter(product__family=product.family)
    found = cards(family, sort=Sort.PRICE, limit=MOST_PACKS)
    return found if len(found) > 1 else []


def _similar(store: Store, listing: Listing) -> list[Card]:
    shelf = offered(store_id=store.pk).filter(category_id=listing.category_id)
    found = cards(shelf, sort=Sort.POPULAR, limit=MOST_SIMILAR + 1)
    return [card for card in found if card.listing_id != listing.pk][:MOST_SIMILAR]
