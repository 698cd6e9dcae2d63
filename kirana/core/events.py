"""What one module tells those above it, without knowing them.

    events.subscribe(CatalogueChanged, reindex)      # once, in an AppConfig.ready
    events.publish(CatalogueChanged(product_ids))    # in the transaction that made it true

Subscribers run at once, in the publisher's transaction and in the order they subscribed, and their errors
are the publisher's errors: an event is a way round the layers, not round the truth. Anything slow belongs in a
job that the subscriber enqueues.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Event], subscriber: Callable[[Event], None]) -> None:
    """Have `subscriber` told of every event of this kind; subscribing twice tells once."""
    if subscriber not in _subscribers[kind]:
        _subscribers[kind].append(subscriber)


def publish(event: object) -> None:
    """Tell the subscribers of this kind of event, now."""
    for subscriber in _subscribers[type(event)]:
        subscriber(event)
