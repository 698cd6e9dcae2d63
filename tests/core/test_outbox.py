"""Messages in the transaction of their cause: never lost, never twice, given up in the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from kirana.core import locks, outbox
from kirana.core.outbox import Delivery, OutboxMessage
from kirana.notifications.tasks import send_messages
from tests.cast import NOW


def post(key: str, **changes: Any) -> None:
    """A message for Asha; `changes` are other words in it."""
    message = {
        "channel": "mail",
        "address": "asha@example.com",
        "template": "order_placed",
        "facts": {"number": "KM-10042"},
        "language": "en",
        "at": NOW,
    }
    outbox.post(dedupe_key=key, **(message | changes))


def the_message() -> OutboxMessage:
    """The only one there is."""
    return OutboxMessage.objects.get()


def minutes(number: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def test_a_message_waits_as_it_was_written(db):
    post("placed:KM-10042", facts={"total": "₹627", "name": "आशा"}, language="hi")
    message = the_message()
    assert (message.channel, message.address, message.template) == ("mail", "asha@example.com", "order_placed")
    assert (message.facts, message.language) == ({"total": "₹627", "name": "आशा"}, "hi")
    assert (message.state, message.attempts, message.sent_at) == (Delivery.WAITING, 0, None)
    assert (message.created_at, message.due_at) == (NOW, NOW)


def test_a_message_goes_down_with_its_cause(db):
    with pytest.raises(RuntimeError, match="declined"), locks.transaction():
        post("placed:KM-10042")
        raise RuntimeError("declined")
    assert OutboxMessage.objects.count() == 0
    post("placed:KM-10042")  # and its key is free again
    assert OutboxMessage.objects.count() == 1


def test_one_cause_tells_a_person_once(db):
    post("placed:KM-10042")
    post("placed:KM-10042", facts={"number": "another"})
    assert the_message().facts == {"number": "KM-10042"}
    post("packed:KM-10042")
    assert OutboxMessage.objects.count() == 2


def test_what_is_due_comes_the_oldest_first_and_not_before_its_time(db):
    post("later", at=NOW + minutes(1))
    post("second", at=NOW)
    post("first", at=NOW - minutes(1))
    assert [message.dedupe_key for message in outbox.due(at=NOW)] == ["first", "second"]
    assert [message.dedupe_key for message in outbox.due(at=NOW, limit=1)] == ["first"]
    assert [message.dedupe_key for message in outbox.due(at=NOW + minutes(1))] == ["first", "second", "later"]


def test_two_workers_do_not_take_the_same_message(db):
    post("placed")
    one, other = outbox.due(at=NOW)[0], outbox.due(at=NOW)[0]
    assert outbox.hold(one, at=NOW) is True
    assert outbox.hold(other, at=NOW) is False
    assert the_message().attempts == 1
    assert outbox.due(at=NOW) == []


def test_a_worker_that_dies_leaves_the_message_to_be_tried_again(db):
    post("placed")
    outbox.hold(the_message(), at=NOW)
    assert outbox.due(at=NOW + timedelta(seconds=59)) == []
    assert outbox.due(at=NOW + minutes(1)) == [the_message()]


def test_what_was_sent_is_not_due_again(db):
    post("placed")
    message = the_message()
    outbox.hold(message, at=NOW)
    outbox.mark_sent(message, at=NOW)
    assert (the_message().state, the_message().sent_at, the_message().last_error) == (Delivery.SENT, NOW, "")
    assert outbox.due(at=NOW + timedelta(days=30)) == []
    assert outbox.hold(the_message(), at=NOW) is False


def test_a_failing_message_waits_longer_each_time_and_is_then_given_up(db):
    post("placed")
    at, waits = NOW, []
    while message := next(iter(outbox.due(at=at)), None):
        outbox.hold(message, at=at)
        outbox.mark_failed(message, error="the server is asleep", permanent=False)
        waits.append((the_message().due_at - at).total_seconds() / 60)
        at = the_message().due_at
    assert waits == [1, 5, 30, 120, 480]
    assert (the_message().state, the_message().attempts) == (Delivery.GIVEN_UP, 5)
    assert the_message().last_error == "the server is asleep"


def test_a_refused_address_is_given_up_at_once(db):
    post("placed")
    message = the_message()
    outbox.hold(message, at=NOW)
    outbox.mark_failed(message, error="x" * 400, permanent=True)
    assert (the_message().state, the_message().attempts) == (Delivery.GIVEN_UP, 1)
    assert the_message().last_error == "x" * 300
    assert outbox.due(at=NOW + timedelta(days=30)) == []


def test_ashas_mail_leaves_once_however_often_the_worker_looks(lakshmi, it_is_now):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=1)
    assert mail.outbox == []
    for _look in range(3):
        send_messages()
    assert [(letter.to, order.number in letter.subject) for letter in mail.outbox] == [(["asha@example.com"], True)]
    assert (the_message().state, the_message().attempts) == (Delivery.SENT, 1)
