"""The verbs that move and promise stock; the only code that writes inventory's tables.

Quantities are in the product's base unit. Each verb locks its stock rows in the order of their ids and takes a
constant number of statements whatever the number of lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.prepared import prepared
from kirana.inventory.models import MovementKind, Reservation, StockItem, StockMovement


class OutOfStock(ShopError):
    """`short` maps the listings that cannot be had to what is left of each."""

    code = "out_of_stock"
    sentence = _("Some of this has just been sold.")

    def __init__(self, *, short: Mapping[int, int]) -> None:
        super().__init__(short=dict(short))
        self.short = dict(short)


class StockIsPromised(ShopError):
    code = "stock_is_promised"
    sentence = _("%(reserved)s of this is promised to orders; the shelf cannot hold less.")


class NothingToMove(ShopError):
    code = "nothing_to_move"
    status = 422
    sentence = _("The quantity must be more than nothing.")


@dataclass(frozen=True, slots=True)
class Change:
    """So much more (or less) of a listing on the shelf."""

    listing_id: int
    quantity: int
    kind: MovementKind
    why: str = ""


def receive(
    *, listing_id: int, quantity: int, by: Actor, at: datetime, why: str = "", kind: MovementKind = MovementKind.RECEIPT
) -> None:
    """Put more on the shelf: a delivery from a supplier, or the opening stock. Raises `NothingToMove`."""
    _refuse_nothing(quantity)
    move(changes=[Change(listing_id, quantity, kind, why)], reference="", by=by, at=at)


def write_off(*, listing_id: int, quantity: int, by: Actor, at: datetime, why: str) -> None:
    """Take spoiled or broken goods off the shelf. Raises `StockIsPromised` when orders need them."""
    _refuse_nothing(quantity)
    with locks.transaction():
        move(changes=[Change(listing_id, -quantity, MovementKind.WASTAGE, why)], reference="", by=by, at=at)
        audit.record(
            action="stock.write_off", subject=f"listing:{listing_id}", by=by, at=at, quantity=quantity, why=why
        )


def count(*, listing_id: int, counted: int, by: Actor, at: datetime, why: str = "") -> int:
    """Set the shelf to what was counted; returns the difference found. Raises `StockIsPromised`."""
    with locks.transaction():
        item = _items_for([listing_id])[listing_id]
        difference = counted - item.on_hand
        move(changes=[Change(listing_id, difference, MovementKind.COUNT, why)], reference="", by=by, at=at)
        audit.record(
            action="stock.count", subject=f"listing:{listing_id}", by=by, at=at, was=item.on_hand, now=counted, why=why
        )
    return difference


def open_shelf(*, quantities: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Give new listings their opening stock, however many; listings that have had stock before are left alone."""
    with locks.transaction():
        known = set(StockItem.objects.filter(listing_id__in=quantities).values_list("listing_id", flat=True))
        fresh = {key: quantity for key, quantity in quantities.items() if key not in known and quantity}
        items = StockItem.objects.bulk_create(
            [StockItem(listing_id=key, on_hand=quantity) for key, quantity in fresh.items()], batch_size=2000
        )
        opening = (
            StockMovement(
                item=item, kind=MovementKind.OPENING, change=item.on_hand, on_hand_after=item.on_hand, by=str(by), at=at
            )
            for item in items
        )
        StockMovement.objects.bulk_create(opening, batch_size=2000)


def move(*, changes: list[Change], reference: str, by: Actor, at: datetime) -> None:
    """Write the movements and the new balances, for any number of listings, one change for each."""
    if not changes:
        return
    with locks.transaction():
        items = _items_for([change.listing_id for change in changes])
        movements = []
        for change in changes:
            item = items[change.listing_id]
            after = item.on_hand + change.quantity
            if after < item.reserved:
                raise StockIsPromised(reserved=item.reserved, listing_id=change.listing_id)
            movements.append(
                StockMovement(
                    item=item,
                    kind=change.kind,
                    change=change.quantity,
                    on_hand_after=after,
                    reference=reference,
                    by=str(by),
                    at=at,
                    why=change.why,
                )
            )
        StockMovement.objects.bulk_create(movements)
        _add(on_hand={items[change.listing_id].pk: change.quantity for change in changes})


def reserve(*, wanted: Mapping[int, int], reference: str, at: datetime) -> None:
    """Promise stock to a reference: quantities by listing id, each above zero.

    All or nothing. Raises `OutOfStock` with every listing that has not enough; nothing was written then. Call it in
    the transaction that makes what the stock is promised to.
    """
    locks.note_lock(StockItem._meta.label)
    items = {item.listing_id: item for item in _locked(tuple(wanted))}
    left = {listing_id: items[listing_id].available if listing_id in items else 0 for listing_id in wanted}
    short = {listing_id: left[listing_id] for listing_id in wanted if left[listing_id] < wanted[listing_id]}
    if short:
        raise OutOfStock(short=short)
    Reservation.objects.bulk_create(
        Reservation(item=items[listing_id], reference=reference, quantity=quantity, made_at=at)
        for listing_id, quantity in wanted.items()
    )
    _add(reserved={items[listing_id].pk: quantity for listing_id, quantity in wanted.items()})


def reserve_again(*, reference: str, at: datetime) -> None:
    """Promise once more what was promised to a reference and released. All or nothing; raises `OutOfStock`."""
    with locks.transaction():
        released = Reservation.objects.filter(reference=reference, ended_at__isnull=False)
        wanted = dict(released.values_list("item_id", "quantity"))
        items = {item.pk: item for item in locks.locked(StockItem.objects.filter(pk__in=wanted))}
        short = {items[pk].listing_id: items[pk].available for pk in wanted if items[pk].available < wanted[pk]}
        if short:
            raise OutOfStock(short=short)
        released.update(made_at=at, ended_at=None)
        _add(reserved=wanted)


def release(*, reference: str, at: datetime) -> None:
    """Take back everything that is still promised to the reference; nothing the second time."""
    with locks.transaction():
        open_ = _lock_open(reference)
        _end(open_, at=at)


def consume(*, reference: str, taken: Mapping[int, int], by: Actor, at: datetime) -> None:
    """End the reference's promises with what was really taken from the shelf, by listing id; nothing the second time.

    Taking more than was promised is allowed while it is there to take (a weighed kilo is rarely 1000 g);
    otherwise raises `OutOfStock`.
    """
    with locks.transaction():
        open_ = _lock_open(reference)
        if not open_:
            return
        left = {row.item.listing_id: row.item.available + row.quantity for row in open_}
        short = {listing_id: left[listing_id] for listing_id in taken if left[listing_id] < taken[listing_id]}
        if short:
            raise OutOfStock(short=short)
        _end(open_, at=at)
        sold = [Change(listing_id, -quantity, MovementKind.SALE) for listing_id, quantity in taken.items() if quantity]
        move(changes=sold, reference=reference, by=by, at=at)


def put_back(*, reference: str, by: Actor, at: datetime, why: str) -> None:
    """Return to the shelf whatever the reference took and has not returned yet; nothing the second time."""
    with locks.transaction():
        rows = StockMovement.objects.filter(reference=reference).values_list("item__listing_id", "change")
        net: dict[int, int] = {}
        for listing_id, change in rows:
            net[listing_id] = net.get(listing_id, 0) + change
        back = [Change(listing_id, -taken, MovementKind.RETURN, why) for listing_id, taken in net.items() if taken]
        move(changes=back, reference=reference, by=by, at=at)


def _refuse_nothing(quantity: int) -> None:
    if quantity <= 0:
        raise NothingToMove()


def _items_for(listing_ids: list[int]) -> dict[int, StockItem]:
    """The locked stock rows of these listings, made where a listing had none."""
    StockItem.objects.bulk_create(
        [StockItem(listing_id=listing_id) for listing_id in sorted(listing_ids)], ignore_conflicts=True
    )
    return {item.listing_id: item for item in locks.locked(StockItem.objects.filter(listing_id__in=listing_ids))}


def _lock_open(reference: str) -> list[Reservation]:
    """The open reservations of a reference, with their stock rows locked."""
    item_ids = Reservation.objects.filter(reference=reference, ended_at__isnull=True).values("item_id")
    items = {item.pk: item for item in locks.locked(StockItem.objects.filter(pk__in=item_ids))}
    rows: QuerySet[Reservation] = Reservation.objects.filter(reference=reference, ended_at__isnull=True)
    open_ = list(rows.order_by("pk"))
    for row in open_:
        row.item = items[row.item_id]
    return open_


def _end(open_: list[Reservation], *, at: datetime) -> None:
    if not open_:
        return
    Reservation.objects.filter(pk__in=[row.pk for row in open_]).update(ended_at=at)
    _add(reserved={row.item_id: -row.quantity for row in open_})


@prepared
def _locked(listing_ids: tuple[int, ...]) -> QuerySet[StockItem]:
    """The stock rows of listings, locked in the order of their ids."""
    return StockItem.objects.filter(listing_id__in=listing_ids).order_by("pk").select_for_update()


def _add(**changes: Mapping[int, int]) -> None:
    """Add to one column of several stock rows in one statement; the constraints refuse what may not be."""
    for column, by_item in changes.items():
        name = connection.ops.quote_name(column)
        cases = " WHEN %s THEN %s" * len(by_item)
        places = ", ".join(["%s"] * len(by_item))
        amounts = [value for pair in by_item.items() for value in pair]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE inventory_stockitem SET {name} = {name} + CASE id{cases} END WHERE id IN ({places})",  # noqa: S608
                [*amounts, *by_item],
            )
