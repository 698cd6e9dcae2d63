"""Every message of Stripe and Razorpay, at the address they send it to: answered at once, kept once, and nothing breaks."""

import hashlib
import hmac
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.test import Client
from stripe import WebhookSignature

from kirana.flows.webhooks import tasks
from kirana.payments.models import Forgery, Payment, WebhookEvent
from kirana.payments.states import EventState

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STRIPE = sorted((DATA / "stripe" / "webhook_fixtures").glob("*.json"))
RAZORPAY = sorted((DATA / "razorpay" / "webhooks").glob("*.json"))
MOST_MS = 100
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("lakshmi"),
    pytest.mark.skipif(not DATA.is_dir(), reason="the real messages are not part of the project"),
]


@pytest.fixture(autouse=True)
def connected(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new"]
    settings.RAZORPAY_WEBHOOK_SECRETS = ["hook_new"]


def from_stripe(body: bytes) -> dict[str, Any]:
    """What Stripe sends."""
    signature = WebhookSignature.generate_signature_header(body.decode(), "whsec_new", int(time.time()))
    return {"path": "/webhooks/stripe/", "data": body, "headers": {"Stripe-Signature": signature}}


def from_razorpay(body: bytes, event_id: str) -> dict[str, Any]:
    """What Razorpay sends."""
    signature = hmac.new(b"hook_new", body, hashlib.sha256).hexdigest()
    headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id}
    return {"path": "/webhooks/razorpay/", "data": body, "headers": headers}


def with_an_id_of_its_own() -> Iterator[bytes]:
    """The fixtures share two ids; each event that Stripe really sends has its own."""
    for number, path in enumerate(STRIPE):
        yield json.dumps(json.loads(path.read_bytes()) | {"id": f"evt_{number:024d}"}).encode()


def post(messages: list[dict[str, Any]]) -> tuple[Counter[int], list[int]]:
    """Send them one after another: how they were answered, and how long each took in microseconds."""
    browser, answers, took = Client(), Counter[int](), []
    for message in messages:
        begun = time.perf_counter_ns()
        answer = browser.post(content_type="application/json", **message)
        took.append((time.perf_counter_ns() - begun) // 1000)
        answers[answer.status_code] += 1
    return answers, took


def read_all() -> Counter[str]:
    """The job reads what was kept; what became of each."""
    for event in WebhookEvent.objects.all():
        tasks.read_webhook(event_id=event.pk)
    return Counter(WebhookEvent.objects.values_list("state", flat=True))


def say(who: str, took: list[int]) -> None:
    print(f"{who}: {len(took)} messages, median {median(took) / 1000:.1f} ms, longest {max(took) / 1000:.1f} ms")


def test_all_of_stripes_events_are_kept_and_read_and_nothing_breaks():
    messages = [from_stripe(body) for body in with_an_id_of_its_own()]
    answers, took = post(messages)
    say("Stripe", took)
    assert answers == {200: 88}
    assert WebhookEvent.objects.count() == 88
    assert post(messages)[0] == {200: 88}  # each once more
    assert WebhookEvent.objects.count() == 88
    assert median(took) < MOST_MS * 1000
    states = read_all()
    assert states[EventState.FAILED] == states[EventState.RECEIVED] == 0
    assert sum(states.values()) == 88
    assert Payment.objects.count() == 0


def test_events_that_share_an_id_are_one_event():
    assert post([from_stripe(path.read_bytes()) for path in STRIPE])[0] == {200: 88}
    assert WebhookEvent.objects.count() == 2


def test_all_of_razorpays_messages_are_kept_and_read_and_nothing_breaks():
    messages = [from_razorpay(path.read_bytes(), f"event-{number}") for number, path in enumerate(RAZORPAY)]
    answers, took = post(messages)
    say("Razorpay", took)
    assert answers == {200: 38}
    assert post(messages)[0] == {200: 38}
    assert WebhookEvent.objects.count() == 38
    assert median(took) < MOST_MS * 1000
    states = read_all()
    assert states[EventState.FAILED] == states[EventState.RECEIVED] == 0
    assert Payment.objects.count() == 0


def test_none_of_them_is_kept_with_one_byte_changed():
    changed = [from_stripe(body) | {"data": body[:-3] + b" " + body[-2:]} for body in with_an_id_of_its_own()]
    for number, path in enumerate(RAZORPAY):
        body = path.read_bytes()
        middle = len(body) // 2
        other = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
        changed.append(from_razorpay(body, f"event-{number}") | {"data": other})
    assert post(changed)[0] == {400: 126}
    assert WebhookEvent.objects.count() == 0
    assert sorted(Forgery.objects.values_list("gateway", "times")) == [("razorpay", 38), ("stripe", 88)]
