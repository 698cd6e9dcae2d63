"""Carrying messages out of the outbox: each once, later when it does not go, never for ever."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from kirana.core import clock, outbox
from kirana.core.outbox import Delivery, OutboxMessage
from kirana.notifications.tasks import send_messages
from kirana.orders.states import OrderState
from tests.cast import NOW
from tests.notifications.channels.test_mail import FACTS
from tests.notifications.mail_server import open_mail_server

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def _now(it_is_now: datetime) -> None:
    """It is nine in the morning for the worker too."""


def post(address: str = "asha@example.com", *, key: str = "one", at: datetime = NOW) -> None:
    """Put a message in the outbox."""
    outbox.post(
        channel="mail",
        address=address,
        template="order_placed",
        facts=FACTS,
        language="en",
        dedupe_key=key,
        at=at,
    )


def kept(address: str = "asha@example.com") -> OutboxMessage:
    """The message to this address."""
    return OutboxMessage.objects.get(address=address)


def test_all_that_asha_is_told_of_her_order_leaves_once(lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2), OrderState.DELIVERED)
    send_messages()
    assert sorted(left.subject for left in mail.outbox) == [
        f"We have your order {order.number}",
        f"Your order {order.number} is accepted",
        f"Your order {order.number} is delivered",
        f"Your order {order.number} is on the way",
        f"Your order {order.number} is packed",
    ]
    assert {tuple(left.to) for left in mail.outbox} == {("asha@example.com",)}
    sent = OutboxMessage.objects.filter(state=Delivery.SENT, sent_at=NOW, attempts=1, last_error="")
    assert sent.count() == OutboxMessage.objects.count() == 5

    send_messages()
    assert len(mail.outbox) == 5


@pytest.mark.django_db
def test_one_cause_told_twice_is_one_mail():
    post()
    post()
    send_messages()
    assert len(mail.outbox) == OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_what_is_not_due_waits():
    post(at=NOW + timedelta(seconds=1))
    send_messages()
    assert (mail.outbox, kept().attempts) == ([], 0)


@pytest.mark.django_db
def test_what_another_worker_has_in_hand_is_left_to_it():
    post()
    [message] = outbox.due(at=NOW)
    assert outbox.hold(message, at=NOW) is True
    assert outbox.hold(message, at=NOW) is False
    send_messages()
    assert mail.outbox == []
    assert (kept().attempts, kept().due_at) == (1, NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_worker_that_died_on_the_way_leaves_the_message_for_the_next(monkeypatch):
    post()
    [message] = outbox.due(at=NOW)
    outbox.hold(message, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    send_messages()
    assert (len(mail.outbox), kept().state, kept().attempts) == (1, Delivery.SENT, 2)


# --- when the mail server does not take it ----------------------------------------------------------


@pytest.mark.django_db
def test_an_address_that_is_refused_is_given_up_and_holds_up_no_other(settings):
    post("nobody@example.com", key="first")
    post("asha@example.com", key="second")
    with open_mail_server(refuses={"nobody@example.com"}) as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
        send_messages()
        send_messages()

    [(to, whole)] = server.received
    assert to == "asha@example.com"
    assert "Subject: We have your order KM-10042" in whole
    assert kept().state == Delivery.SENT
    refused = kept("nobody@example.com")
    assert (refused.state, refused.attempts, refused.sent_at) == (Delivery.GIVEN_UP, 1, None)
    assert "550" in refused.last_error
    assert "no such person" in refused.last_error


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_again_ever_later_and_in_the_end_no_more(settings, monkeypatch):
    with open_mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    post()  # nobody listens at that port any more
    at, waits = NOW, []
    while kept().state == Delivery.WAITING:
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        send_messages()
        waits.append(round((kept().due_at - at).total_seconds() / 60))
        at = kept().due_at
    assert waits == [1, 5, 30, 120, 480]
    assert (kept().state, kept().attempts) == (Delivery.GIVEN_UP, 5)
    assert "could not take it" in kept().last_error


@pytest.mark.django_db
def test_a_server_that_comes_back_is_handed_what_waited(settings, monkeypatch):
    with open_mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    post()
    send_messages()
    assert (kept().state, kept().attempts) == (Delivery.WAITING, 1)

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    with open_mail_server() as again:
        settings.EMAIL_PORT = again.port
        send_messages()
    assert [to for to, _whole in again.received] == ["asha@example.com"]
    assert (kept().state, kept().attempts, kept().last_error) == (Delivery.SENT, 2, "")
