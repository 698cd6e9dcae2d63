"""Razorpay, by its real SDK, against a Razorpay on this machine that refuses what the real one refuses."""

import hashlib
import hmac
import json

import pytest

from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Outcome, RefundAnswer, Returned
from tests import cast
from tests.payments.gateways.razorpay_side import RazorpaySide


@pytest.fixture
def gateway(razorpay_far: RazorpaySide) -> gateways.Gateway:
    """Razorpay, connected."""
    return gateways.by_code("razorpay")


def a_charge(amount_paise: int = 570_00, *, key: str = "") -> Charge:
    return Charge("KM-10001", amount_paise, key=key or cast.a_key())


def paid(gateway: gateways.Gateway, far: RazorpaySide, amount_paise: int = 570_00) -> str:
    """Asha has paid on Razorpay's sheet, and the money is held; the order's id."""
    order = gateway.start(a_charge(amount_paise)).gateway_reference
    far.pay(order)
    return order


# --- paying -------------------------------------------------------------------------------------------


def test_starting_gives_the_page_what_it_needs(gateway, razorpay_far):
    charge = a_charge()
    answer = gateway.start(charge)
    (order,) = razorpay_far.orders.values()
    assert answer == Answer(
        Outcome.PENDING,
        order["id"],
        570_00,
        next_step={
            "order_id": order["id"],
            "key_id": "rzp_test_lakshmi",
            "amount": "57000",
            "currency": "INR",
            "reference": "KM-10001",
        },
    )
    assert (order["receipt"], order["payment"]["capture"]) == (f"KM-10001/{charge.key}", "manual")
    assert order["notes"] == {"reference": "KM-10001", "key": charge.key}


def test_starting_again_finds_the_order_it_made(gateway, razorpay_far):
    charge = a_charge()
    first = gateway.start(charge)
    assert gateway.start(charge) == first
    assert len(razorpay_far.orders) == 1


def test_an_order_whose_answer_was_lost_is_found_by_its_receipt(gateway, razorpay_far):
    charge = a_charge()
    razorpay_far.lose = 1
    with pytest.raises(GatewayError) as lost:
        gateway.start(charge)
    assert lost.value.permanent is False
    (order_id,) = razorpay_far.orders
    assert gateway.confirm(charge, gateway_reference="").gateway_reference == order_id
    assert gateway.start(charge).gateway_reference == order_id
    assert len(razorpay_far.orders) == 1


def test_asha_pays_and_the_money_is_held_then_taken(gateway, razorpay_far):
    charge = a_charge()
    order = gateway.start(charge).gateway_reference
    assert gateway.confirm(charge, gateway_reference=order).outcome is Outcome.PENDING
    razorpay_far.pay(order)
    assert gateway.confirm(charge, gateway_reference=order) == Answer(Outcome.AUTHORISED, order, 570_00)
    assert gateway.capture(charge, gateway_reference=order) == Answer(Outcome.CAPTURED, order, 570_00)
    assert gateway.confirm(charge, gateway_reference=order) == Answer(Outcome.CAPTURED, order, 570_00)
    assert razorpay_far.refunds == {}


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("insufficient_funds", "There is not enough money in this account."),
        ("payment_cancelled", "The payment was closed before it was finished."),
        ("something_new", "The payment did not go through. Please try again, or pay in another way."),
        (None, "The payment did not go through. Please try again, or pay in another way."),
    ],
)
def test_a_try_that_failed_is_told_and_the_next_one_counts(gateway, razorpay_far, why, sentence):
    charge = a_charge()
    order = gateway.start(charge).gateway_reference
    razorpay_far.pay(order, status="failed", why=why)
    answer = gateway.confirm(charge, gateway_reference=order)
    assert (answer.outcome, answer.reason) == (Outcome.PENDING, sentence)
    assert answer.next_step["order_id"] == order
    razorpay_far.pay(order)
    assert gateway.confirm(charge, gateway_reference=order).outcome is Outcome.AUTHORISED


# --- taking less, letting go, giving back -------------------------------------------------------------


def test_less_is_taken_and_the_rest_goes_back_at_once(gateway, razorpay_far):
    """Razorpay takes only the whole of what is held."""
    order = paid(gateway, razorpay_far, 600_00)
    bill = a_charge(548_50)
    assert gateway.capture(bill, gateway_reference=order) == Answer(Outcome.CAPTURED, order, 548_50)
    (rest,) = razorpay_far.refunds.values()
    assert rest["amount"] == 51_50
    assert gateway.capture(bill, gateway_reference=order) == Answer(Outcome.CAPTURED, order, 548_50)
    assert gateway.confirm(a_charge(600_00), gateway_reference=order) == Answer(Outcome.CAPTURED, order, 548_50)
    assert len(razorpay_far.refunds) == 1


def test_killed_between_taking_and_giving_the_rest_back_it_counts_as_held_and_goes_on(gateway, razorpay_far):
    order = paid(gateway, razorpay_far, 600_00)
    bill = a_charge(548_50)
    razorpay_far.lose = 1  # the answer to the taking
    with pytest.raises(GatewayError) as lost:
        gateway.capture(bill, gateway_reference=order)
    assert lost.value.permanent is False
    assert gateway.confirm(bill, gateway_reference=order) == Answer(Outcome.AUTHORISED, order, 600_00)
    assert gateway.capture(bill, gateway_reference=order) == Answer(Outcome.CAPTURED, order, 548_50)
    assert (razorpay_far.posts("/capture"), len(razorpay_far.refunds)) == (1, 1)


def test_the_rest_went_back_and_the_answer_was_lost_it_goes_back_once(gateway, razorpay_far):
    order = paid(gateway, razorpay_far, 600_00)
    (payment,) = razorpay_far.payments.values()
    bill = a_charge(500_00)
    razorpay_far.lose = 1
    with pytest.raises(GatewayError):
        gateway.capture(bill, gateway_reference=order)
    razorpay_far.lose = 1
    with pytest.raises(GatewayError):
        gateway.capture(bill, gateway_reference=order)
    assert gateway.capture(bill, gateway_reference=order).amount_paise == 500_00
    assert (payment["amount_refunded"], razorpay_far.posts("/refund")) == (100_00, 1)


def test_more_than_is_held_is_never_taken(gateway, razorpay_far):
    order = paid(gateway, razorpay_far, 500_00)
    with pytest.raises(GatewayError, match="only 50000 paise") as refused:
        gateway.capture(a_charge(500_01), gateway_reference=order)
    assert refused.value.permanent is True
    assert razorpay_far.posts("/capture") == 0


def test_nothing_is_taken_of_what_nobody_paid(gateway, razorpay_far):
    order = gateway.start(a_charge()).gateway_reference
    with pytest.raises(GatewayError, match="nothing is held"):
        gateway.capture(a_charge(), gateway_reference=order)


def test_what_is_held_is_let_go_by_not_taking_it(gateway, razorpay_far):
    order = paid(gateway, razorpay_far)
    gone = gateway.let_go(a_charge(), gateway_reference=order)
    assert (gone.outcome, gone.reason) == (Outcome.DECLINED, "The payment was not finished.")
    assert [one["status"] for one in razorpay_far.payments.values()] == ["authorized"]


def test_what_it_never_heard_of_is_let_go_too(gateway, razorpay_far):
    assert gateway.let_go(a_charge(), gateway_reference="").outcome is Outcome.DECLINED
    assert (razorpay_far.orders, razorpay_far.posts("")) == ({}, 0)


def test_it_is_too_late_to_let_go_of_what_was_taken(gateway, razorpay_far):
    order = paid(gateway, razorpay_far)
    gateway.capture(a_charge(), gateway_reference=order)
    assert gateway.let_go(a_charge(), gateway_reference=order) == Answer(Outcome.CAPTURED, order, 570_00)


def test_parts_of_it_go_back_once_each_and_never_more_than_was_taken(gateway, razorpay_far):
    order = paid(gateway, razorpay_far, 600_00)
    gateway.capture(a_charge(500_00), gateway_reference=order)
    part = a_charge(420_00)
    first = gateway.refund(part, gateway_reference=order)
    assert (first.outcome, first.amount_paise) == (Returned.PENDING, 420_00)
    assert gateway.refund(part, gateway_reference=order) == first
    with pytest.raises(GatewayError, match="only 8000 paise"):
        gateway.refund(a_charge(80_01), gateway_reference=order)
    assert gateway.refund(a_charge(80_00), gateway_reference=order).amount_paise == 80_00
    assert razorpay_far.posts("/refund") == 3  # the rest of the hold, and the two


def test_a_refund_was_made_and_the_answer_lost_it_is_found_and_made_once(gateway, razorpay_far):
    order = paid(gateway, razorpay_far)
    gateway.capture(a_charge(), gateway_reference=order)
    part = a_charge(100_00)
    razorpay_far.lose = 1
    with pytest.raises(GatewayError):
        gateway.refund(part, gateway_reference=order)
    (refund,) = razorpay_far.refunds.values()
    assert gateway.refund(part, gateway_reference=order).gateway_reference == refund["id"]
    assert razorpay_far.posts("/refund") == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("pending", Returned.PENDING), ("processed", Returned.DONE), ("failed", Returned.FAILED)],
)
def test_a_refund_is_followed_to_its_end(gateway, razorpay_far, status, outcome):
    order = paid(gateway, razorpay_far)
    gateway.capture(a_charge(), gateway_reference=order)
    refund = gateway.refund(a_charge(), gateway_reference=order).gateway_reference
    razorpay_far.refunds[refund]["status"] = status
    answer = gateway.confirm_refund(a_charge(), refund_reference=refund)
    assert (answer.outcome, bool(answer.reason)) == (outcome, outcome is Returned.FAILED)


# --- what goes wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b'{"error": {"code": "SERVER_ERROR", "description": "down"}}'),
        (502, b"<html>Bad gateway</html>"),
        (504, b""),
        (429, b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "Too many requests"}}'),
        (401, b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "Authentication failed"}}'),
        (400, b'{"error": {"code": "GATEWAY_ERROR", "description": "bank down"}}'),
        (200, b"<html>half an answer"),
    ],
)
def test_what_passes_may_be_tried_again(gateway, razorpay_far, status, body):
    razorpay_far.answer_with = [(status, body)]
    with pytest.raises(GatewayError) as refused:
        gateway.start(a_charge())
    assert refused.value.permanent is False


def test_what_is_wrong_stays_wrong(gateway):
    with pytest.raises(GatewayError) as refused:
        gateway.confirm(a_charge(), gateway_reference="order_unknown")
    assert refused.value.permanent is True


def test_nobody_there_may_be_tried_again(gateway, settings):
    settings.RAZORPAY_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(GatewayError) as refused:
        gateway.start(a_charge())
    assert refused.value.permanent is False


# --- coming back, and webhooks --------------------------------------------------------------------------


def test_what_razorpay_signed_for_this_order_is_believed(gateway):
    """Razorpay's own known answer."""
    said = {
        "razorpay_payment_id": "fake_payment_id",
        "razorpay_signature": "b2335e3b0801106b84a7faff035df56ecffde06918c9ddd1f0fafbb37a51cc89",
    }
    gateway.check_return(gateway_reference="fake_order_id", said=said)
    for reference, wrong in [
        ("another_order", said),
        ("fake_order_id", said | {"razorpay_payment_id": "another"}),
        ("fake_order_id", said | {"razorpay_signature": "0" * 64}),
        ("fake_order_id", said | {"razorpay_signature": "é"}),
        ("fake_order_id", {"razorpay_payment_id": "fake_payment_id"}),
    ]:
        with pytest.raises(GatewayError) as refused:
            gateway.check_return(gateway_reference=reference, said=wrong)
        assert refused.value.permanent is True


def signed(body: bytes, secret: str = "hook_new", event_id: str = "event-1") -> dict[str, str]:
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Razorpay-Signature": made, "X-Razorpay-Event-Id": event_id}


def an_event(kind: str, **payload: dict[str, object]) -> bytes:
    parts = {name: {"entity": entity} for name, entity in payload.items()}
    return json.dumps({"entity": "event", "event": kind, "payload": parts}).encode()


A_PAYMENT: dict[str, object] = {
    "id": "pay_7",
    "entity": "payment",
    "amount": 600_00,
    "currency": "INR",
    "status": "captured",
    "order_id": "order_7",
    "amount_refunded": 0,
    "notes": {"reference": "KM-10001"},
}


def test_a_signed_message_says_how_the_charge_stands(gateway):
    body = an_event("payment.captured", payment=A_PAYMENT)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.event_id, notice.kind) == ("event-1", "payment.captured")
    assert (notice.gateway_reference, notice.reference) == ("order_7", "KM-10001")
    assert notice.answer == Answer(Outcome.CAPTURED, "order_7", 600_00)


def test_taken_with_the_rest_still_here_is_not_told_as_taken(gateway):
    less = A_PAYMENT | {"notes": {"reference": "KM-10001", "bill_paise": "54850"}}
    for refunded, answer in [
        (0, Answer(Outcome.AUTHORISED, "order_7", 600_00)),
        (51_50, Answer(Outcome.CAPTURED, "order_7", 548_50)),
    ]:
        body = an_event("payment.captured", payment=less | {"amount_refunded": refunded})
        assert gateway.read_webhook(headers=signed(body), body=body).answer == answer


def test_a_try_that_failed_does_not_end_the_order(gateway):
    body = an_event("payment.failed", payment=A_PAYMENT | {"status": "failed", "error_reason": "payment_timed_out"})
    answer = gateway.read_webhook(headers=signed(body), body=body).answer
    assert answer == Answer(Outcome.PENDING, "order_7", 600_00, "The payment took too long. Please try again.")


def test_a_signed_message_says_how_a_refund_stands(gateway):
    refund = {"id": "rfnd_7", "amount": 100_00, "currency": "INR", "status": "processed", "payment_id": "pay_7"}
    body = an_event("refund.processed", refund=refund, payment=A_PAYMENT)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.gateway_reference, notice.answer) == ("order_7", None)
    assert notice.refund == RefundAnswer(Returned.DONE, "rfnd_7", 100_00)


def test_what_goes_back_with_the_capture_is_no_refund_of_its_own(gateway):
    refund = {"id": "rfnd_8", "amount": 10_00, "currency": "INR", "status": "processed", "payment_id": "pay_7"}
    body = an_event("refund.processed", refund=refund | {"notes": {"key": "pay_7-rest"}}, payment=A_PAYMENT)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.answer, notice.refund) == (None, None)


def test_a_refund_we_asked_for_brings_our_key_back(gateway):
    refund = {"id": "rfnd_8", "amount": 10_00, "currency": "INR", "status": "processed", "payment_id": "pay_7"}
    body = an_event("refund.processed", refund=refund | {"notes": {"key": "a-key-1"}}, payment=A_PAYMENT)
    assert gateway.read_webhook(headers=signed(body), body=body).refund.key == "a-key-1"


def test_a_hold_that_ran_out_is_no_refund_but_a_payment_that_ended(gateway):
    """Razorpay gives back by itself what was not taken in five days, and calls that a refund."""
    refund = {"id": "rfnd_9", "amount": 600_00, "currency": "INR", "status": "processed", "payment_id": "pay_7"}
    ran_out = A_PAYMENT | {"status": "refunded", "captured": False, "amount_refunded": 600_00}
    body = an_event("refund.processed", refund=refund, payment=ran_out)
    notice = gateway.read_webhook(headers=signed(body), body=body)
    assert (notice.gateway_reference, notice.refund) == ("order_7", None)
    assert notice.answer == Answer(Outcome.DECLINED, "order_7", 600_00, "The payment was not finished.")


def test_dollars_are_not_ours(gateway):
    body = an_event("payment.captured", payment=A_PAYMENT | {"currency": "USD"})
    assert gateway.read_webhook(headers=signed(body), body=body).answer is None


def test_while_a_secret_is_replaced_both_are_good(gateway):
    body = an_event("payment.captured", payment=A_PAYMENT)
    for secret in ("hook_new", "hook_old"):
        assert gateway.read_webhook(headers=signed(body, secret), body=body).event_id == "event-1"


@pytest.mark.parametrize("forgery", ["another secret", "another body", "no signature", "not ASCII", "no event id"])
def test_a_forged_message_is_refused(gateway, forgery):
    body = an_event("payment.captured", payment=A_PAYMENT)
    headers = {
        "another secret": signed(body, "hook_of_bilal"),
        "another body": signed(body.replace(b"60000", b"60001")),
        "no signature": {"X-Razorpay-Event-Id": "event-1"},
        "not ASCII": signed(body) | {"X-Razorpay-Signature": "é"},
        "no event id": {"X-Razorpay-Signature": signed(body)["X-Razorpay-Signature"]},
    }[forgery]
    with pytest.raises(GatewayError) as refused:
        gateway.read_webhook(headers=headers, body=body)
    assert refused.value.permanent is True


@pytest.mark.parametrize("body", [b"[]", b'"event"', b"{}", b'{"event": "x", "payload": []}', b"not json", b"\xff"])
def test_a_signed_message_that_is_no_event_is_refused(gateway, body):
    with pytest.raises(GatewayError) as refused:
        gateway.read_webhook(headers=signed(body), body=body)
    assert refused.value.permanent is True
