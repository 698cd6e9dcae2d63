"""What must be true of stock (invariants G2 and G7), asked of the whole database."""

from collections.abc import Iterator

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from kirana.inventory.models import Reservation, StockItem, StockMovement


def check() -> Iterator[str]:
    """A sentence for every stock row that disagrees with its ledgers."""
    moved = StockMovement.objects.filter(item=OuterRef("pk")).order_by().values("item").annotate(n=Sum("change"))
    open_ = Reservation.objects.filter(item=OuterRef("pk"), ended_at__isnull=True).order_by()
    promised = open_.values("item").annotate(n=Sum("quantity"))
    items = StockItem.objects.annotate(
        moved=Coalesce(Subquery(moved.values("n"), output_field=IntegerField()), 0),
        promised=Coalesce(Subquery(promised.values("n"), output_field=IntegerField()), 0),
    )
    wrong = items.filter(~Q(on_hand=F("moved")) | ~Q(reserved=F("promised")))
    for item in wrong.select_related("listing__product"):
        yield (
            f"stock of {item.listing.product.code}: {item.on_hand} on hand but movements sum to {item.moved}, "
            f"{item.reserved} reserved but open reservations sum to {item.promised}"
        )
    last: dict[int, int] = {}
    for movement in StockMovement.objects.order_by("item_id", "pk").iterator():
        before = last.get(movement.item_id, 0)
        if before + movement.change != movement.on_hand_after:
            yield f"stock movement {movement.pk} goes from {before} by {movement.change} to {movement.on_hand_after}"
        last[movement.item_id] = movement.on_hand_after
