"""Everything that can be the last one, wanted by many at once, from two processes."""

from collections import Counter

import pytest

from kirana.cart import selectors as cart_rows
from kirana.core.idempotency import IdempotencyKey
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot
from kirana.inventory import services as inventory
from kirana.inventory.models import Reservation
from kirana.orders.models import Order
from kirana.payments.models import Payment
from tests.cast import BY, NOW, Lakshmi, stock_of
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_fifty_shoppers_race_for_ten_packets(lakshmi, findings):
    inventory.count(listing_id=lakshmi["atta"].pk, counted=10, by=BY, at=NOW)
    set_room(lakshmi, 60)
    ends = race([a_press(lakshmi, key=f"shopper {number}", atta=1) for number in range(50)])

    refusals = Counter(end for end in ends if not end.startswith("KM-"))
    assert refusals == {"cart_changed": 40}
    assert Order.objects.count() == 10
    assert len({end for end in ends if end.startswith("KM-")}) == 10
    assert stock_of(lakshmi["atta"]) == (10, 10)
    assert lakshmi["atta"].stock.available == 0
    assert Reservation.objects.count() == Payment.objects.count() == IdempotencyKey.objects.count() == 10
    assert lakshmi.slot.booked == 10
    assert findings() == []


def test_pressing_twice_at_once_a_hundred_times_is_a_hundred_orders(lakshmi, findings):
    set_room(lakshmi, 120)
    inventory.receive(listing_id=lakshmi["atta"].pk, quantity=60, by=BY, at=NOW)  # a hundred with the 40
    for again in range(4):  # 25 buttons, each pressed in both processes at the same moment
        presses = [a_press(lakshmi, key=f"button {again}/{number}", atta=1) for number in range(25)]
        ends = race([press for pair in zip(presses, presses, strict=True) for press in pair])
        assert ends[::2] == ends[1::2]
        assert len(set(ends)) == 25
        assert all(end.startswith("KM-") for end in ends)

    assert Order.objects.count() == Payment.objects.count() == IdempotencyKey.objects.count() == 100
    assert stock_of(lakshmi["atta"]) == (100, 100)
    assert lakshmi.slot.booked == 100
    assert findings() == []


def test_two_dozen_race_for_the_last_place_in_a_slot(lakshmi, findings):
    set_room(lakshmi, 1)
    ends = race([a_press(lakshmi, key=f"shopper {number}", milk=5) for number in range(24)])

    assert Counter(end for end in ends if not end.startswith("KM-")) == {"slot_full": 23}
    assert Order.objects.count() == 1
    assert (lakshmi.slot.booked, lakshmi.slot.capacity) == (1, 1)
    assert stock_of(lakshmi["milk"]) == (60, 5)
    assert findings() == []


def test_the_last_kilo_is_sold_or_written_off_but_not_both(lakshmi, findings):
    inventory.count(listing_id=lakshmi["almonds"].pk, counted=1000, by=BY, at=NOW)
    selling = [a_press(lakshmi, key=f"shopper {number}", almonds=1000) for number in range(8)]
    spoiling = [{"verb": "write_off", "listing_id": lakshmi["almonds"].pk, "quantity": 1000} for _ in range(8)]
    ends = race([run for pair in zip(selling, spoiling, strict=True) for run in pair], processes=2)

    won = [end for end in ends if end == "done" or end.startswith("KM-")]
    assert len(won) == 1
    assert set(ends) - set(won) <= {"cart_changed", "stock_is_promised"}
    assert stock_of(lakshmi["almonds"]) == ((0, 0) if won == ["done"] else (1000, 1000))
    assert findings() == []


def test_pressing_plus_thirty_times_at_once_puts_thirty_in(lakshmi):
    cart = lakshmi.a_cart_of()
    press = {"verb": "put_in_cart", "cart_id": cart.pk, "listing_id": lakshmi["milk"].pk, "quantity": 1}
    assert race([press] * 30) == ["done"] * 30
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["milk"].pk: 30}


def a_press(lakshmi: Lakshmi, *, key: str, **quantities: int) -> dict[str, object]:
    """A run: a shopper with a basket of their own presses the button."""
    cart = lakshmi.a_cart_of(**quantities)
    total = lakshmi.quote_of(cart).bill.total_paise
    return {"verb": "place", "key": key, "cart_id": cart.pk, "slot_id": lakshmi.slot.pk, "shown_total_paise": total}


def set_room(lakshmi: Lakshmi, capacity: int) -> Slot:
    """Have this evening's slot take so many orders."""
    window = lakshmi.store.windows.get(weekday=0)
    delivery.set_window(
        store=lakshmi.store,
        weekday=0,
        starts=window.starts,
        ends=window.ends,
        capacity=capacity,
        closes_minutes_before=60,
        by=BY,
        at=NOW,
    )
    return lakshmi.slot
