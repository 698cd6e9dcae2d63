"""What the database itself refuses of slots, windows and pincodes."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from kirana.delivery.models import ServiceArea, Slot, Window
from kirana.delivery.services import give_back


def test_a_slot_is_never_overbooked(lakshmi):
    with pytest.raises(IntegrityError, match="a_slot_is_not_overbooked"), transaction.atomic():
        Slot.objects.filter(pk=lakshmi.slot.pk).update(booked=21)
    assert lakshmi.slot.booked == 0


def test_a_place_that_was_never_taken_cannot_be_given_back(lakshmi):
    with pytest.raises(IntegrityError), transaction.atomic():
        give_back(slot_id=lakshmi.slot.pk)
    assert lakshmi.slot.booked == 0


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"weekday": 7}, "a_week_has_seven_days"),
        ({"ends": time(17)}, "a_window_ends_after_it_starts"),
        ({"ends": time(16)}, "a_window_ends_after_it_starts"),
    ],
)
def test_a_window_is_a_time_of_a_week(lakshmi, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Window.objects.filter(weekday=0).update(**columns)


def test_a_pincode_has_six_digits(lakshmi):
    with pytest.raises(IntegrityError, match="pincode_has_six_digits"), transaction.atomic():
        ServiceArea.objects.update(pincode="056003")
