"""What the database itself refuses, whoever asks it."""

import pytest
from django.db import IntegrityError, transaction

from kirana.inventory.models import MovementKind, Reservation, StockItem, StockMovement
from tests.cast import BY, NOW, stock_of


@pytest.mark.parametrize(
    "columns",
    [{"reserved": 41}, {"reserved": -1}, {"on_hand": -1}, {"on_hand": 2, "reserved": 3}],
    ids=["more promised than there", "less than nothing promised", "less than nothing there", "both at once"],
)
def test_promised_stays_between_nothing_and_what_is_there(lakshmi, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.filter(listing=lakshmi["atta"]).update(**columns)
    assert stock_of(lakshmi["atta"]) == (40, 0)


def test_all_of_it_may_be_promised(lakshmi):
    StockItem.objects.filter(listing=lakshmi["atta"]).update(reserved=40)
    item = StockItem.objects.get(listing=lakshmi["atta"])
    assert (item.available, str(item)) == (0, "40 (40 promised)")


def test_a_listing_has_one_shelf(lakshmi):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.create(listing=lakshmi["atta"])


def test_a_promise_is_for_something(lakshmi):
    item = StockItem.objects.get(listing=lakshmi["atta"])
    with pytest.raises(IntegrityError, match="a_reservation_is_for_something"), transaction.atomic():
        Reservation.objects.create(item=item, reference="Asha's", quantity=0, made_at=NOW)


@pytest.mark.parametrize("kind", [kind for kind in MovementKind if kind != MovementKind.COUNT])
def test_a_movement_moves_something(lakshmi, kind):
    item = StockItem.objects.get(listing=lakshmi["atta"])
    with pytest.raises(IntegrityError, match="a_movement_moves_something"), transaction.atomic():
        StockMovement.objects.create(item=item, kind=kind, change=0, on_hand_after=40, by=BY, at=NOW)
