"""The verbs that change delivery."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack

from django.db.models import Case, F, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, clock, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.delivery.models import ServiceArea, Slot, Window
from kirana.delivery.selectors import PINCODE
from kirana.stores.models import Store

DAYS_AHEAD = 7


class PincodeNotServed(ShopError):
    code = "pincode_not_served"
    status = 422
    sentence = _("We do not deliver to %(pincode)s yet.")


class NotAPincode(ShopError):
    code = "not_a_pincode"
    status = 422
    sentence = _("A pincode has six digits and does not begin with 0.")


class SlotFull(ShopError):
    code = "slot_full"
    sentence = _("That delivery time has just filled up. Please choose another.")


class SlotClosed(ShopError):
    code = "slot_closed"
    sentence = _("That delivery time no longer takes orders. Please choose another.")


class SlotHasOrders(ShopError):
    code = "slot_has_orders"
    sentence = _("%(booked)s orders are already promised this time; the room cannot be less.")


class WindowTerms(TypedDict):
    """From when to when, for how many orders, and until how many minutes before they are taken."""

    starts: time
    ends: time
    capacity: int
    closes_minutes_before: int


def serve(*, store: Store, pincode: str, place: str, by: Actor, at: datetime) -> ServiceArea:
    """Begin, or begin again, to deliver to a pincode."""
    if not PINCODE.fullmatch(pincode):
        raise NotAPincode()
    with locks.transaction():
        served, _made = ServiceArea.objects.update_or_create(
            store=store, pincode=pincode, defaults={"place": place, "is_active": True}
        )
        audit.record(action="delivery.serve", subject=f"pincode:{pincode}", by=by, at=at, place=place)
    return served


def stop_serving(*, store: Store, pincode: str, by: Actor, at: datetime) -> None:
    """Stop taking orders for a pincode; orders already placed go out."""
    with locks.transaction():
        ServiceArea.objects.filter(store=store, pincode=pincode).update(is_active=False)
        audit.record(action="delivery.stop_serving", subject=f"pincode:{pincode}", by=by, at=at)


def set_window(*, store: Store, weekday: int, by: Actor, at: datetime, **terms: Unpack[WindowTerms]) -> Window:
    """Deliver at this time of every such weekday; the coming slots follow at once.

    Raises `SlotHasOrders` when a coming slot has promised more than the new capacity.
    """
    return set_windows(store=store, weekdays=[weekday], by=by, at=at, **terms)[0]


def set_windows(
    *, store: Store, weekdays: Iterable[int], by: Actor, at: datetime, **terms: Unpack[WindowTerms]
) -> list[Window]:
    """Deliver at this time of each of these weekdays, all of them or none. Raises as `set_window` does."""
    rest = {name: value for name, value in terms.items() if name != "starts"}
    with locks.transaction():
        windows = [
            Window.objects.update_or_create(
                store=store, weekday=weekday, starts=terms["starts"], defaults=rest | {"is_active": True}
            )[0]
            for weekday in sorted(set(weekdays))
        ]
        for window in windows:
            _follow_window(window, at=at)
        for window in windows:
            told: dict[str, Any] = {"window": str(window), "capacity": window.capacity}
            audit.record(action="delivery.window", subject=f"store:{store.pk}", by=by, at=at, **told)
    return windows


def close_window(*, window: Window, by: Actor, at: datetime) -> None:
    """Stop delivering at this time; coming slots keep the orders they have and take no more."""
    with locks.transaction():
        Window.objects.filter(pk=window.pk).update(is_active=False)
        slots = locks.locked(_coming_slots(window, at=at))
        Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(is_closed=True, capacity=F("booked"))
        audit.record(
            action="delivery.close_window", subject=f"store:{window.store_id}", by=by, at=at, window=str(window)
        )


def cut_slots(*, store: Store, at: datetime, days: int = DAYS_AHEAD) -> int:
    """Make the slots of the coming days from the store's windows; returns how many are new. Safe to repeat."""
    today = clock.shop_date(at)
    windows = Window.objects.filter(store=store, is_active=True)
    slots = [
        _slot_of(window, today + timedelta(days=ahead))
        for ahead in range(days)
        for window in windows
        if (today + timedelta(days=ahead)).weekday() == window.weekday
    ]
    before = Slot.objects.filter(store=store).count()
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    return Slot.objects.filter(store=store).count() - before


def book(*, store_id: int, slot_id: int, at: datetime) -> None:
    """Take one place in a slot. Raises `SlotFull` or `SlotClosed`; then nothing was taken."""
    locks.note_lock("delivery.Slot")
    room = Slot.objects.filter(pk=slot_id, store_id=store_id, closes_at__gt=at, booked__lt=F("capacity"))
    if room.update(booked=F("booked") + 1):
        return
    still_open = Slot.objects.filter(pk=slot_id, store_id=store_id, closes_at__gt=at).exists()
    raise SlotFull() if still_open else SlotClosed()


def give_back(*, slot_id: int) -> None:
    """Return one place to a slot; in a closed one nobody gets it. The caller gives each booking back once."""
    locks.note_lock("delivery.Slot")
    room = Case(When(is_closed=True, then=F("booked") - 1), default=F("capacity"), output_field=IntegerField())
    Slot.objects.filter(pk=slot_id).update(booked=F("booked") - 1, capacity=room)


def _slot_of(window: Window, day: date) -> Slot:
    zone = timezone.get_default_timezone()
    starts_at = datetime.combine(day, window.starts, tzinfo=zone)
    return Slot(
        store_id=window.store_id,
        starts_at=starts_at,
        ends_at=datetime.combine(day, window.ends, tzinfo=zone),
        closes_at=starts_at - timedelta(minutes=window.closes_minutes_before),
        capacity=window.capacity,
    )


def _coming_slots(window: Window, *, at: datetime) -> QuerySet[Slot]:
    days = [clock.shop_date(at) + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    starts = [_slot_of(window, day).starts_at for day in days if day.weekday() == window.weekday]
    return Slot.objects.filter(store_id=window.store_id, starts_at__in=starts)


def _follow_window(window: Window, *, at: datetime) -> None:
    cut_slots(store=window.store, at=at)
    for slot in locks.locked(_coming_slots(window, at=at)):
        if slot.booked > window.capacity:
            raise SlotHasOrders(booked=slot.booked)
        fresh = _slot_of(window, clock.shop_date(slot.starts_at))
        Slot.objects.filter(pk=slot.pk).update(
            ends_at=fresh.ends_at, closes_at=fresh.closes_at, capacity=window.capacity, is_closed=False
        )
