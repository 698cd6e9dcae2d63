"""Content's work in the background."""

from kirana.content import services
from kirana.core import clock
from kirana.stores.models import Store


def turn_content() -> None:
    """Let what begins or ends today do so, in every store."""
    for store in Store.objects.order_by("pk"):
        services.turn(store=store, at=clock.now())
