"""What is asked about delivery."""

from datetime import datetime, timedelta

import pytest

from kirana.core.errors import NotFound
from kirana.delivery import selectors as areas
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot, Window
from tests.cast import BY, NOW, ZONE


def test_the_slots_that_take_orders_come_in_their_order(lakshmi):
    slots = areas.open_slots(store_id=lakshmi.store.pk, at=NOW)
    assert [slot.starts_at for slot in slots] == [
        datetime(2026, 3, 2, 17, tzinfo=ZONE),
        datetime(2026, 3, 3, 17, tzinfo=ZONE),
    ]
    assert len(areas.open_slots(store_id=lakshmi.store.pk, at=NOW, limit=1)) == 1


def test_a_slot_past_its_cut_off_is_not_offered(lakshmi):
    four = datetime(2026, 3, 2, 16, tzinfo=ZONE)
    assert len(areas.open_slots(store_id=lakshmi.store.pk, at=four - timedelta(seconds=1))) == 2
    assert len(areas.open_slots(store_id=lakshmi.store.pk, at=four)) == 1


def test_a_full_slot_is_still_shown_so_that_a_screen_can_say_so(lakshmi):
    Slot.objects.filter(pk=lakshmi.slot.pk).update(booked=20)
    assert [slot.room for slot in areas.open_slots(store_id=lakshmi.store.pk, at=NOW)] == [0, 20]


def test_another_shop_sees_none_of_ours(lakshmi):
    other = lakshmi.store.pk + 1
    assert areas.area(store_id=other, pincode="560038") is None
    assert areas.slot(store_id=other, slot_id=lakshmi.slot.pk) is None
    assert areas.slot(store_id=lakshmi.store.pk, slot_id=lakshmi.slot.pk) == lakshmi.slot
    with pytest.raises(NotFound):
        areas.window(store_id=other, window_id=Window.objects.get(weekday=0).pk)


def test_a_window_is_found_with_its_shop(lakshmi, django_assert_num_queries):
    key = Window.objects.get(weekday=0).pk
    with django_assert_num_queries(1):
        assert areas.window(store_id=lakshmi.store.pk, window_id=key).store.name == "Lakshmi Stores"


def test_closed_windows_are_not_listed(lakshmi):
    delivery.close_window(window=Window.objects.get(weekday=1), by=BY, at=NOW)
    assert [str(window) for window in areas.windows(store_id=lakshmi.store.pk)] == ["0 17:00–19:00"]
