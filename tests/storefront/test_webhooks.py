"""Where gateways tell us things: kept once, answered at once, forged ones refused, read by a job."""

import json

import pytest
from django.test import Client
from django_q.models import OrmQ

from kirana.flows.webhooks import tasks
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.fake.gateway import signature
from kirana.payments.models import Forgery, Payment, Refund, WebhookEvent
from kirana.payments.services import inbox
from tests.cast import BY, LATER, NOW
from tests.flows.totals import ending_in
from tests.money import the_worker_asks
from tests.storefront.visitors import nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")


@pytest.fixture
def order(lakshmi) -> Order:
    """₹555.02 whose payment the gateway does not know about yet."""
    return lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")


def told(order: Order, *, outcome: str = "captured", event: str = "evt_1", **more: object) -> bytes:
    """What the pretend gateway says."""
    answer = {"outcome": outcome, "gateway_reference": "pay_42", "amount_paise": order.total_paise, "reason": ""}
    answer |= {"reason": "The card has expired."} if outcome == "declined" else {}
    return json.dumps(
        {"id": event, "kind": f"charge.{outcome}", "reference": order.number, "answer": answer} | more
    ).encode()


def send(body: bytes, *, signed: bytes | None = None, gateway: str = "fake") -> int:
    """Post it as a gateway does: no cookie, no token."""
    browser = Client(enforce_csrf_checks=True, headers={"X-Fake-Signature": signature(signed or body)})
    return browser.post(f"/webhooks/{gateway}/", body, content_type="application/json").status_code


def read_all() -> None:
    """The worker reads what waits."""
    for event in WebhookEvent.objects.filter(state="received").order_by("pk"):
        tasks.read_webhook(event_id=event.pk)


def test_a_message_is_kept_answered_and_read_by_a_job(order, findings):
    assert send(told(order)) == 200
    event = WebhookEvent.objects.get()
    assert (event.event_id, event.kind, event.state, bytes(event.body)) == (
        "evt_1",
        "charge.captured",
        "received",
        told(order),
    )
    assert Order.objects.get().state == OrderState.PENDING
    assert OrmQ.objects.count() == 1
    read_all()
    event.refresh_from_db()
    assert event.state == "done"
    assert (Order.objects.get().state, Payment.objects.get().captured_paise) == (OrderState.PLACED, order.total_paise)
    assert findings() == []


def test_the_same_event_again_is_answered_and_nothing_else(order):
    send(told(order))
    read_all()
    with nothing_is_written():
        assert send(told(order)) == 200
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b"\xff\xfe"])
def test_a_forged_message_is_refused_counted_and_not_kept(order, body):
    assert send(told(order), signed=told(order) + b" ") == 400
    assert send(body, signed=b"something else") == 400
    assert WebhookEvent.objects.count() == 0
    assert Forgery.objects.get().times == 2
    assert Payment.objects.get().state == "started"


def test_a_gateway_nobody_knows_is_not_found(order):
    with nothing_is_written():
        assert send(told(order), gateway="barter") == 404
        assert Client().get("/webhooks/fake/").status_code == 405


def test_a_later_contrary_word_changes_nothing(order, findings):
    for event, outcome in (("evt_2", "captured"), ("evt_1", "declined"), ("evt_0", "authorised"), ("evt_3", "pending")):
        send(told(order, outcome=outcome, event=event))
    read_all()
    assert (Payment.objects.get().state, Order.objects.get().state) == ("captured", "placed")
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"done"}
    assert findings() == []


def test_what_is_about_nobody_s_charge_is_kept_as_such(order, findings):
    send(told(order, reference="KM-1", event="evt_9"))
    send(json.dumps({"id": "evt_8", "kind": "customer.created"}).encode())
    read_all()
    assert list(WebhookEvent.objects.order_by("pk").values_list("state", flat=True)) == ["nobodys", "passed_over"]
    assert Payment.objects.get().state == "started"
    assert findings() == []


def test_chitra_has_it_read_again_and_it_has_no_second_effect(lakshmi, order, findings):
    send(told(order))
    read_all()
    event = WebhookEvent.objects.get()
    steps = Payment.objects.get().history.count()
    inbox.replay(event=event, read=tasks.read_webhook, by=lakshmi.chitra.as_actor(), at=LATER)
    read_all()
    event.refresh_from_db()
    assert (event.state, Payment.objects.get().history.count()) == ("done", steps)
    assert list(event.history.values_list("move", flat=True)) == ["begin", "finish", "replay", "finish"]
    assert findings() == []


def test_a_message_whose_job_was_lost_is_read_by_the_clock(order, monkeypatch):
    from kirana.core import clock

    send(told(order))
    OrmQ.objects.all().delete()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    tasks.read_webhooks()
    assert Order.objects.get().state == OrderState.PLACED


def test_a_refund_that_the_bank_sent_back_is_the_shops_again(lakshmi, findings):
    from kirana.flows.cancel_order import cancel_order

    placed = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    cancel_order(order=placed, by=BY, at=NOW, why="no rider")
    the_worker_asks()
    refund = Refund.objects.get()
    assert refund.state == "done"
    bounced = {
        "outcome": "failed",
        "gateway_reference": refund.gateway_reference,
        "amount_paise": 570_00,
        "reason": "closed",
    }
    send(json.dumps({"id": "evt_5", "kind": "refund.failed", "reference": placed.number, "refund": bounced}).encode())
    read_all()
    refund.refresh_from_db()
    assert (refund.state, refund.failure, Payment.objects.get().kept_paise) == ("failed", "closed", 570_00)
    assert findings() == []
