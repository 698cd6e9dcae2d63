"""Questions about delivery."""

import re
from datetime import datetime

from django.db import models

from kirana.core.errors import NotFound
from kirana.delivery.models import ServiceArea, Slot, Window

PINCODE = re.compile(r"[1-9][0-9]{5}")


def area(*, store_id: int, pincode: str) -> ServiceArea | None:
    """The served area with this pincode; None when the store does not go there."""
    return ServiceArea.objects.filter(store_id=store_id, pincode=pincode, is_active=True).first()


def areas(*, store_id: int) -> list[ServiceArea]:
    """Every area the store delivers to."""
    return list(ServiceArea.objects.filter(store_id=store_id, is_active=True))


def windows(*, store_id: int) -> list[Window]:
    """The times of the week at which the store delivers."""
    return list(Window.objects.filter(store_id=store_id, is_active=True))


def window(*, store_id: int, window_id: int) -> Window:
    """One of them; `NotFound` when there is none."""
    found = Window.objects.select_related("store").filter(store_id=store_id, pk=window_id).first()
    if found is None:
        raise NotFound()
    return found


def open_slots(*, store_id: int, at: datetime, limit: int = 24) -> list[Slot]:
    """The coming slots that still take orders, full ones included so that a screen can say so."""
    return list(Slot.objects.filter(store_id=store_id, closes_at__gt=at, capacity__gt=0)[:limit])


def has_room(at: datetime) -> bool:
    """Whether any coming slot of any store takes one more order."""
    return Slot.objects.filter(closes_at__gt=at, booked__lt=models.F("capacity"), is_closed=False).exists()


def slot(*, store_id: int, slot_id: int) -> Slot | None:
    """A slot of this store."""
    return Slot.objects.filter(store_id=store_id, pk=slot_id).first()
