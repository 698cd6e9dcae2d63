"""The delivery times of the checkout, day by day: a phone shows one day's at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from kirana.delivery.models import Slot
from kirana.ui.words import day


@dataclass(slots=True)
class DeliveryDay:
    """The times of a day, in order."""

    name: str
    slots: list[Slot]
    chosen: int | None = None
    is_open: bool = False

    @property
    def free(self) -> int:
        """How many of its times still have room."""
        return sum(1 for slot in self.slots if slot.room)


def delivery_days(slots: Iterable[Slot], *, chosen: str = "") -> list[DeliveryDay]:
    """The days in order. Open is the day of what was chosen, or the first with room when that is nothing or is full."""
    days: dict[str, DeliveryDay] = {}
    for slot in slots:
        name = day(slot.starts_at)
        of_day = days.setdefault(name, DeliveryDay(name, []))
        of_day.slots.append(slot)
        if str(slot.pk) == chosen and slot.room:
            of_day.chosen = slot.pk
    found = list(days.values())
    shown = next((one for one in found if one.chosen), None) or next((one for one in found if one.free), None)
    if shown is not None:
        shown.is_open = True
    return found
