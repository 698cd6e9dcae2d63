"""Where we deliver and when: pincodes, windows, the slots cut from them, and the places in a slot."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from kirana.core.audit import AuditEntry
from kirana.delivery import selectors as areas
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot, Window
from kirana.delivery.services import NotAPincode, SlotClosed, SlotFull, SlotHasOrders
from tests.cast import BY, LATER, NOW, PINCODE, ZONE, Lakshmi

SUNDAY = 6


def a_window(lakshmi: Lakshmi, **changes: object) -> Window:
    """Monday evening, five to seven, room for 20, orders until four; `changes` are other terms."""
    terms = {"weekday": 0, "starts": time(17), "ends": time(19), "capacity": 20, "closes_minutes_before": 60}
    return delivery.set_window(store=lakshmi.store, by=BY, at=NOW, **(terms | changes))


def book(lakshmi: Lakshmi, slot: Slot, *, times: int = 1, at: datetime = NOW) -> None:
    """Take places in the slot."""
    for _ in range(times):
        delivery.book(store_id=lakshmi.store.pk, slot_id=slot.pk, at=at)


def open_ids(lakshmi: Lakshmi, *, at: datetime = NOW) -> list[int]:
    """The slots that Asha can choose, by id."""
    return [slot.pk for slot in areas.open_slots(store_id=lakshmi.store.pk, at=at)]


# --- where ------------------------------------------------------------------------------------------


def test_a_pincode_is_served_from_when_chitra_says_so(lakshmi):
    assert areas.area(store_id=lakshmi.store.pk, pincode="560008") is None
    delivery.serve(store=lakshmi.store, pincode="560008", place="Ulsoor", by=lakshmi.chitra.as_actor(), at=LATER)

    served = areas.area(store_id=lakshmi.store.pk, pincode="560008")
    assert (served.place, str(served)) == ("Ulsoor", "560008 Ulsoor")
    logged = AuditEntry.objects.order_by("-number")[0]
    assert (logged.action, logged.subject, logged.by) == (
        "delivery.serve",
        "pincode:560008",
        str(lakshmi.chitra.as_actor()),
    )


def test_a_pincode_no_longer_served_can_be_served_again(lakshmi):
    delivery.stop_serving(store=lakshmi.store, pincode=PINCODE, by=BY, at=NOW)
    assert areas.area(store_id=lakshmi.store.pk, pincode=PINCODE) is None
    assert areas.areas(store_id=lakshmi.store.pk) == []

    delivery.serve(store=lakshmi.store, pincode=PINCODE, place="Indiranagar", by=BY, at=LATER)
    assert [served.place for served in areas.areas(store_id=lakshmi.store.pk)] == ["Indiranagar"]


@pytest.mark.parametrize("text", ["", "56003", "5600388", "056003", "56OO38", "560 038", "५६००३८", "560038\n"])
def test_what_is_not_a_pincode_is_not_served(lakshmi, nothing_moves, text):
    with nothing_moves(), pytest.raises(NotAPincode):
        delivery.serve(store=lakshmi.store, pincode=text, place="Nowhere", by=BY, at=NOW)
    assert len(areas.areas(store_id=lakshmi.store.pk)) == 1


# --- when -------------------------------------------------------------------------------------------


def test_a_window_becomes_a_slot_on_each_such_day_of_the_coming_week(lakshmi):
    a_window(lakshmi, weekday=SUNDAY, starts=time(8), ends=time(10, 30), capacity=5, closes_minutes_before=90)

    slot = Slot.objects.get(starts_at=datetime(2026, 3, 8, 8, tzinfo=ZONE))
    assert slot.ends_at == datetime(2026, 3, 8, 10, 30, tzinfo=ZONE)
    assert slot.closes_at == datetime(2026, 3, 8, 6, 30, tzinfo=ZONE)
    assert (slot.capacity, slot.booked, slot.room) == (5, 0, 5)
    assert Slot.objects.count() == 3  # with the Monday and the Tuesday of the tests


def test_slots_are_cut_once_however_often_it_is_asked(lakshmi):
    assert delivery.cut_slots(store=lakshmi.store, at=NOW) == 0
    assert delivery.cut_slots(store=lakshmi.store, at=NOW + timedelta(days=1)) == 1  # next Monday comes into sight
    assert delivery.cut_slots(store=lakshmi.store, at=NOW + timedelta(days=1)) == 0
    days = [slot.starts_at.astimezone(ZONE).date() for slot in Slot.objects.all()]
    assert days == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9)]


def test_a_change_of_terms_reaches_slots_that_are_cut_already(lakshmi):
    slot = lakshmi.slot
    book(lakshmi, slot, times=3)
    a_window(lakshmi, ends=time(20), capacity=4, closes_minutes_before=120)

    slot.refresh_from_db()
    assert slot.ends_at == datetime(2026, 3, 2, 20, tzinfo=ZONE)
    assert slot.closes_at == datetime(2026, 3, 2, 15, tzinfo=ZONE)
    assert (slot.capacity, slot.booked) == (4, 3)


def test_the_room_cannot_be_less_than_is_promised(lakshmi, nothing_moves):
    book(lakshmi, lakshmi.slot, times=3)
    with nothing_moves(), pytest.raises(SlotHasOrders) as refused:
        a_window(lakshmi, capacity=2)
    assert refused.value.message == "3 orders are already promised this time; the room cannot be less."
    assert Window.objects.get(weekday=0).capacity == 20


def test_a_closed_window_keeps_its_orders_and_takes_no_more(lakshmi):
    slot = lakshmi.slot
    book(lakshmi, slot, times=2)
    delivery.close_window(window=Window.objects.get(weekday=0), by=BY, at=NOW)

    slot.refresh_from_db()
    assert (slot.booked, slot.capacity) == (2, 2)
    with pytest.raises(SlotFull):
        book(lakshmi, slot)
    assert [window.weekday for window in areas.windows(store_id=lakshmi.store.pk)] == [1]
    assert delivery.cut_slots(store=lakshmi.store, at=NOW + timedelta(days=1)) == 0


def test_a_closed_window_without_orders_is_not_offered(lakshmi):
    tuesday = Slot.objects.get(starts_at=datetime(2026, 3, 3, 17, tzinfo=ZONE))
    delivery.close_window(window=Window.objects.get(weekday=0), by=BY, at=NOW)
    assert open_ids(lakshmi) == [tuesday.pk]


def test_a_window_opened_again_has_its_room_again(lakshmi):
    slot = lakshmi.slot
    book(lakshmi, slot)
    delivery.close_window(window=Window.objects.get(weekday=0), by=BY, at=NOW)
    a_window(lakshmi)
    slot.refresh_from_db()
    assert (slot.booked, slot.capacity) == (1, 20)


def test_a_place_given_back_in_a_closed_window_is_not_offered_again(lakshmi):
    slot = lakshmi.slot
    book(lakshmi, slot, times=2)
    delivery.close_window(window=Window.objects.get(weekday=0), by=BY, at=NOW)
    delivery.give_back(slot_id=slot.pk)
    with pytest.raises(SlotFull):
        book(lakshmi, slot)


def test_a_closed_slot_cannot_be_given_room(lakshmi):
    slot = lakshmi.slot
    delivery.close_window(window=Window.objects.get(weekday=0), by=BY, at=NOW)
    with pytest.raises(IntegrityError, match="a_closed_slot_has_no_room"), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(capacity=1)
    slot.refresh_from_db()
    assert (slot.booked, slot.capacity, slot.is_closed) == (0, 0, True)


def test_the_same_time_on_several_days_is_all_of_them_or_none(lakshmi, nothing_moves):
    tuesday = Slot.objects.get(starts_at=datetime(2026, 3, 3, 17, tzinfo=ZONE))
    book(lakshmi, tuesday, times=2)
    terms = {"starts": time(17), "ends": time(19), "closes_minutes_before": 60}
    with nothing_moves(), pytest.raises(SlotHasOrders):
        delivery.set_windows(store=lakshmi.store, weekdays=[0, 1], by=BY, at=NOW, capacity=1, **terms)
    assert list(Window.objects.values_list("weekday", "capacity")) == [(0, 20), (1, 20)]

    logged = AuditEntry.objects.count()
    delivery.set_windows(store=lakshmi.store, weekdays=[0, 1], by=BY, at=NOW, capacity=2, **terms)
    assert list(Window.objects.values_list("weekday", "capacity")) == [(0, 2), (1, 2)]
    assert list(Slot.objects.values_list("capacity", "booked")) == [(2, 0), (2, 2)]
    assert AuditEntry.objects.count() == logged + 2


# --- a place in a slot ------------------------------------------------------------------------------


def test_the_last_place_is_taken_once_and_can_be_given_back(lakshmi):
    slot = lakshmi.slot
    a_window(lakshmi, capacity=1)
    book(lakshmi, slot)
    with pytest.raises(SlotFull):
        book(lakshmi, slot)
    slot.refresh_from_db()
    assert (slot.booked, slot.room) == (1, 0)

    delivery.give_back(slot_id=slot.pk)
    book(lakshmi, slot)
    slot.refresh_from_db()
    assert slot.booked == 1


def test_a_slot_takes_orders_until_its_minute(lakshmi):
    slot = lakshmi.slot
    book(lakshmi, slot, at=slot.closes_at - timedelta(microseconds=1))
    with pytest.raises(SlotClosed):
        book(lakshmi, slot, at=slot.closes_at)
    slot.refresh_from_db()
    assert slot.booked == 1


def test_a_full_slot_that_has_closed_is_closed(lakshmi):
    slot = lakshmi.slot
    a_window(lakshmi, capacity=1)
    book(lakshmi, slot)
    with pytest.raises(SlotClosed):
        book(lakshmi, slot, at=slot.closes_at)


def test_a_slot_of_another_shop_is_closed_to_us(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(SlotClosed):
        delivery.book(store_id=lakshmi.store.pk + 1, slot_id=lakshmi.slot.pk, at=NOW)
