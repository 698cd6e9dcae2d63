from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.stores.models import Store


class ServiceArea(models.Model):
    """A pincode that a store delivers to."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="service_areas")
    pincode = models.CharField(_("pincode"), max_length=6)
    place = models.CharField(_("place"), max_length=120)  # "Indiranagar, Bengaluru"
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["pincode"]
        constraints = [
            models.UniqueConstraint(fields=["store", "pincode"], name="a_store_serves_a_pincode_once"),
            models.CheckConstraint(condition=Q(pincode__regex=r"^[1-9][0-9]{5}$"), name="pincode_has_six_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.pincode} {self.place}"


class Window(models.Model):
    """A time of a weekday in which a store delivers; slots are cut from it for every coming date."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0, as in Python
    starts = models.TimeField()
    ends = models.TimeField()
    capacity = models.PositiveIntegerField()
    closes_minutes_before = models.PositiveIntegerField(default=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["store", "weekday", "starts"], name="one_window_starts_at_a_time"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_window_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Slot(models.Model):
    """A window on a date, with room for so many orders."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0)
    is_closed = models.BooleanField(default=False)  # takes no more orders: its room is what is booked, and shrinks

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "starts_at"], name="one_slot_starts_at_a_time"),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="a_slot_is_not_overbooked"),
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(capacity=F("booked")), name="a_closed_slot_has_no_room"
            ),
        ]
        indexes = [models.Index(fields=["store", "closes_at"], name="slot_closing")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.booked}/{self.capacity}"

    @property
    def room(self) -> int:
        """How many more orders fit."""
        return self.capacity - self.booked
