"""Messages as Stripe and Razorpay send them: each is read, and none is believed with one byte changed."""

import hashlib
import hmac
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from stripe import WebhookSignature

from kirana.payments import gateways
from kirana.payments.gateways.contract import GatewayError, Notice, Outcome, Returned

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
STRIPE = sorted((DATA / "stripe" / "webhook_fixtures").glob("*.json"))
DJSTRIPE = sorted((DATA / "stripe" / "djstripe").glob("*.json"))
RAZORPAY = sorted((DATA / "razorpay" / "webhooks").glob("*.json"))
pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real messages are not part of the project"),
]
PLACES = 40  # bytes of each message that are changed, one at a time, spread over all of it


def from_stripe(body: bytes, *, of: bytes | None = None) -> Notice:
    """Read a message under a signature made for it, or for another."""
    signature = WebhookSignature.generate_signature_header((of or body).decode(), "whsec_new", int(time.time()))
    return gateways.by_code("stripe").read_webhook(headers={"Stripe-Signature": signature}, body=body)


def from_razorpay(body: bytes, *, of: bytes | None = None, event_id: str = "event-1") -> Notice:
    signature = hmac.new(b"hook_new", of or body, hashlib.sha256).hexdigest()
    headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id}
    return gateways.by_code("razorpay").read_webhook(headers=headers, body=body)


def one_byte_changed(body: bytes) -> list[bytes]:
    every = max(1, len(body) // PLACES)
    return [body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :] for at in range(0, len(body), every)]


def refused(read: object, body: bytes, of: bytes) -> bool:
    try:
        read(body, of=of)  # type: ignore[operator]
    except GatewayError as error:
        return error.permanent
    return False


@pytest.fixture(autouse=True)
def connected(settings) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new"]
    settings.RAZORPAY_WEBHOOK_SECRETS = ["hook_new"]


def test_all_of_stripes_events_are_read():
    assert len(STRIPE) == 88
    read = {path.name: from_stripe(path.read_bytes()) for path in STRIPE}
    told = {path.name: json.loads(path.read_bytes()) for path in STRIPE}
    assert {name: notice.kind for name, notice in read.items()} == {name: one["type"] for name, one in told.items()}
    assert {name: notice.event_id for name, notice in read.items()} == {name: one["id"] for name, one in told.items()}
    assert {notice.reference for notice in read.values()} == {""}
    assert [name for name, notice in read.items() if notice.answer or notice.refund] == []  # none is in rupees


def test_in_rupees_stripes_events_say_what_became_of_the_charge():
    said = {}
    for path in STRIPE:
        event = json.loads(path.read_bytes())
        if event["data"]["object"].get("object") == "payment_intent":
            event["data"]["object"]["currency"] = "inr"
            answer = from_stripe(json.dumps(event).encode()).answer
            assert answer is not None
            said[path.stem.removeprefix("payment_intent.")] = answer.outcome
    assert said == {
        "amount_capturable_updated": Outcome.AUTHORISED,
        "canceled": Outcome.DECLINED,
        "created": Outcome.PENDING,
        "payment_failed": Outcome.PENDING,
        "processing": Outcome.PENDING,
        "requires_action": Outcome.PENDING,
        "succeeded": Outcome.CAPTURED,
    }


def test_all_of_djstripes_objects_are_read_or_refused_in_one_way():
    assert len(DJSTRIPE) == 62
    outcomes: Counter[str] = Counter()
    for path in DJSTRIPE:
        try:
            assert from_stripe(path.read_bytes()).kind == json.loads(path.read_bytes())["type"]
            outcomes["read"] += 1
        except GatewayError as error:
            assert error.permanent is True
            outcomes["refused"] += 1
    assert outcomes == {"read": 11, "refused": 51}


def test_no_message_of_stripe_is_believed_with_one_byte_changed():
    for path in STRIPE:
        body = path.read_bytes()
        assert all(refused(from_stripe, changed, body) for changed in one_byte_changed(body)), path.name


def test_all_of_razorpays_messages_are_read():
    assert len(RAZORPAY) == 38
    read = {path.name: from_razorpay(path.read_bytes()) for path in RAZORPAY}
    told = {path.name: json.loads(path.read_bytes()) for path in RAZORPAY}
    assert {name: notice.kind for name, notice in read.items()} == {name: one["event"] for name, one in told.items()}
    said = Counter((notice.kind, notice.answer.outcome) for notice in read.values() if notice.answer)
    assert said == {
        ("order.paid", Outcome.CAPTURED): 2,
        ("payment.authorized", Outcome.AUTHORISED): 2,
        ("payment.captured", Outcome.CAPTURED): 2,
        ("payment.failed", Outcome.PENDING): 2,
    }
    assert Counter((notice.kind, notice.refund.outcome) for notice in read.values() if notice.refund) == {
        ("refund.created", Returned.DONE): 1,
        ("refund.processed", Returned.DONE): 1,
        ("refund.failed", Returned.FAILED): 1,
        ("refund.speed_changed", Returned.DONE): 1,
    }


def test_no_message_of_razorpay_is_believed_with_one_byte_changed():
    for path in RAZORPAY:
        body = path.read_bytes()
        assert all(refused(from_razorpay, changed, body) for changed in one_byte_changed(body)), path.name


def test_razorpays_own_known_answer_is_believed_to_the_last_byte(settings):
    vectors = DATA / "razorpay" / "signature_vectors"
    (vector,) = json.loads((vectors / "vectors.json").read_bytes())["webhook"]
    body = (vectors / vector["body_file"]).read_bytes()
    settings.RAZORPAY_WEBHOOK_SECRETS = [vector["secret"]]
    headers = {"x-razorpay-signature": vector["signature"], "x-razorpay-event-id": "event-1"}
    read = gateways.by_code("razorpay").read_webhook
    assert read(headers=headers, body=body).kind == "payment.authorized"
    with pytest.raises(GatewayError):
        read(headers=headers, body=body.rstrip())
