"""Delivery's work in the background."""

from datetime import timedelta

from kirana.core import clock
from kirana.delivery import tasks
from kirana.delivery.models import Slot
from tests.cast import NOW


def test_a_week_of_slots_stays_open_by_itself(lakshmi, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    tasks.open_coming_slots()
    assert Slot.objects.count() == 4  # this week's two and next week's
    tasks.open_coming_slots()
    assert Slot.objects.count() == 4
