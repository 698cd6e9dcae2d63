"""What one module tells those above it."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from kirana.core import events, numbers
from kirana.core.errors import NotAllowed
from kirana.core.numbers import Counter


@dataclass(frozen=True)
class BellRang:
    times: int


@dataclass(frozen=True)
class DoorOpened:
    pass


@pytest.fixture
def heard(monkeypatch):
    """What subscribers heard, in order; whoever subscribes in a test is forgotten after it."""
    monkeypatch.setattr(events, "_subscribers", type(events._subscribers)(list))
    return []


def test_everyone_who_subscribed_is_told_in_order(heard):
    events.subscribe(BellRang, lambda event: heard.append(("Chitra", event.times)))
    events.subscribe(BellRang, lambda event: heard.append(("Pooja", event.times)))
    events.publish(BellRang(2))
    assert heard == [("Chitra", 2), ("Pooja", 2)]


def test_subscribing_twice_tells_once(heard):
    for _again in range(2):
        events.subscribe(BellRang, heard.append)
    events.publish(BellRang(1))
    assert heard == [BellRang(1)]


def test_nobody_hears_of_another_kind(heard):
    events.subscribe(BellRang, heard.append)
    events.publish(DoorOpened())
    assert heard == []


def test_a_subscribers_refusal_undoes_what_the_publisher_did(heard, db):
    def refuse(_event: BellRang) -> None:
        raise NotAllowed()

    events.subscribe(BellRang, heard.append)
    events.subscribe(BellRang, refuse)
    with pytest.raises(NotAllowed), transaction.atomic():
        numbers.next_in(series="bells")
        events.publish(BellRang(1))
    assert heard == [BellRang(1)]
    assert Counter.objects.count() == 0
