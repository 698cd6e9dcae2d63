"""Delivery's work in the background."""

from kirana.core import clock
from kirana.delivery import services as delivery
from kirana.stores.models import Store


def open_coming_slots() -> None:
    """Keep a week of slots open in every store."""
    for store in Store.objects.all():
        delivery.cut_slots(store=store, at=clock.now())
