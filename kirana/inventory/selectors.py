"""Questions about stock."""

from collections.abc import Iterable

from kirana.inventory.models import StockItem, StockMovement


def available(*, listing_ids: Iterable[int]) -> dict[int, int]:
    """What can still be sold, by listing id; a listing that never had stock is absent."""
    return {item.listing_id: item.available for item in StockItem.objects.filter(listing_id__in=listing_ids)}


def on_hand(*, listing_id: int) -> int:
    """What stands on the shelf, promised or not."""
    return StockItem.objects.filter(listing_id=listing_id).values_list("on_hand", flat=True).first() or 0


def recent_movements(*, listing_id: int, limit: int = 30) -> list[StockMovement]:
    """The latest movements of a listing, the newest first."""
    return list(StockMovement.objects.filter(item__listing_id=listing_id).order_by("-pk")[:limit])
