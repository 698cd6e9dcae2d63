"""What Stripe sends: believed when a secret of the shop signed its very bytes, and never otherwise."""

import json
import time
from typing import Any

import pytest
from stripe import WebhookSignature

from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, GatewayError, Outcome, RefundAnswer, Returned


@pytest.fixture
def gateway(settings: Any) -> gateways.Gateway:
    """Stripe, with the secrets it signs with."""
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]
    return gateways.by_code("stripe")


def an_event(kind: str, about: dict[str, Any], event_id: str = "evt_1") -> bytes:
    return json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": about}}).encode()


def signed(body: bytes, secret: str = "whsec_new", *, ago: int = 0) -> dict[str, str]:
    made = WebhookSignature.generate_signature_header(body.decode(), secret, int(time.time()) - ago)
    return {"Stripe-Signature": made}


AN_INTENT = {
    "object": "payment_intent",
    "id": "pi_7",
    "status": "requires_capture",
    "currency": "inr",
    "amount": 570_00,
    "amount_capturable": 570_00,
    "metadata": {"reference": "KM-10001"},
}


def test_a_signed_message_says_how_the_charge_stands(gateway):
    body = an_event("payment_intent.amount_capturable_updated", AN_INTENT)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.event_id, notice.kind) == ("evt_1", "payment_intent.amount_capturable_updated")
    assert (notice.gateway_reference, notice.reference) == ("pi_7", "KM-10001")
    assert notice.answer == Answer(Outcome.AUTHORISED, "pi_7", 570_00)


def test_a_signed_message_says_how_a_refund_stands(gateway):
    about = {"object": "refund", "id": "re_7", "status": "failed", "currency": "inr", "amount": 100_00}
    body = an_event("refund.failed", about | {"payment_intent": "pi_7", "metadata": {"reference": "KM-10001"}})
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.gateway_reference, notice.reference, notice.answer) == ("pi_7", "KM-10001", None)
    assert notice.refund == RefundAnswer(Returned.FAILED, "re_7", 100_00, "The bank did not take it back.")


A_REFUND = {"object": "refund", "id": "re_7", "status": "succeeded", "currency": "inr", "amount": 100_00}
A_CHARGE = {
    "object": "charge",
    "id": "ch_7",
    "payment_intent": "pi_7",
    "currency": "inr",
    "amount": 570_00,
    "amount_captured": 570_00,
}


@pytest.mark.parametrize("metadata", [{}, {"key": "a-key-1"}])
def test_a_charge_that_was_refunded_says_how_the_newest_refund_stands(gateway, metadata):
    refunds = {"data": [A_REFUND | {"metadata": metadata}, A_REFUND | {"id": "re_6"}]}
    body = an_event("charge.refunded", A_CHARGE | {"refunds": refunds})
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert notice.gateway_reference == "pi_7"
    assert notice.refund == RefundAnswer(Returned.DONE, "re_7", 100_00, key=metadata.get("key", ""))


@pytest.mark.parametrize("more", [{}, {"refunds": {"data": [A_REFUND]}, "amount": 670_00}])
def test_a_charge_without_its_refunds_or_with_what_was_never_taken_says_nothing(gateway, more):
    body = an_event("charge.refunded", A_CHARGE | more)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.answer, notice.refund) == (None, None)


def test_a_hold_that_stripe_let_go_of_has_ended(gateway):
    body = an_event("payment_intent.canceled", AN_INTENT | {"status": "canceled"})
    assert gateway.read_webhook(headers=signed(body), body=body).answer.outcome is Outcome.DECLINED


def test_dollars_are_not_ours(gateway):
    body = an_event("payment_intent.succeeded", AN_INTENT | {"currency": "usd", "status": "succeeded"})
    assert gateway.read_webhook(headers=signed(body), body=body).answer is None


def test_while_a_secret_is_replaced_both_are_good(gateway):
    body = an_event("payment_intent.succeeded", AN_INTENT)
    for secret in ("whsec_new", "whsec_old"):
        assert gateway.read_webhook(headers=signed(body, secret), body=body).event_id == "evt_1"


def test_a_header_is_found_however_it_is_written(gateway):
    body = an_event("payment_intent.succeeded", AN_INTENT)
    lower = {name.lower(): value for name, value in signed(body).items()}
    assert gateway.read_webhook(headers=lower, body=body).event_id == "evt_1"


@pytest.mark.parametrize("forgery", ["another secret", "another body", "old", "no signature", "nonsense"])
def test_a_forged_message_is_refused(gateway, forgery):
    body = an_event("payment_intent.succeeded", AN_INTENT)
    headers = {
        "another secret": signed(body, "whsec_of_bilal"),
        "another body": signed(body.replace(b"57000", b"57001")),
        "old": signed(body, ago=3600),
        "no signature": {},
        "nonsense": {"Stripe-Signature": "t=now,v1=mine"},
    }[forgery]
    with pytest.raises(GatewayError) as refused:
        gateway.read_webhook(headers=headers, body=body)
    assert refused.value.permanent is True


def test_a_shop_without_secrets_believes_nobody(gateway, settings):
    settings.STRIPE_WEBHOOK_SECRETS = []
    body = an_event("payment_intent.succeeded", AN_INTENT)
    with pytest.raises(GatewayError):
        gateway.read_webhook(headers=signed(body, ""), body=body)


@pytest.mark.parametrize("body", [b"[]", b'"event"', b"{}", b'{"object": "charge", "id": "ch_1"}', b"not json"])
def test_a_signed_message_that_is_no_event_is_refused(gateway, body):
    with pytest.raises(GatewayError) as refused:
        gateway.read_webhook(headers=signed(body), body=body)
    assert refused.value.permanent is True
