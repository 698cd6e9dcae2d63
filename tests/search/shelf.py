"""Looking for things as Asha does, and telling what was found by the keys of the tests' shelf."""

from kirana.search import browse, find
from kirana.search.browse import Card, Filters
from tests.cast import Lakshmi


def keys_of(lakshmi: Lakshmi, cards: list[Card]) -> list[str]:
    """What these cards show."""
    keys = {listing.pk: key for key, listing in lakshmi.shelf.items()}
    return [keys.get(card.listing_id, card.slug) for card in cards]


def found(lakshmi: Lakshmi, text: str, filters: Filters | None = None) -> list[str]:
    """What the shop offers for these words, best first."""
    offered = browse.narrow(browse.offered(store_id=lakshmi.store.pk), filters or Filters())
    page = browse.page_ranked(offered, product_ids=find.product_ids(text=text), number=1)
    assert page.total == len(page.cards)
    return keys_of(lakshmi, list(page.cards))
