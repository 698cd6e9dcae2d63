"""What Razorpay's entities mean in the words of the contract. Knows plain dictionaries and asks nobody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.contract import Answer, GatewayError, Notice, Outcome, RefundAnswer, Returned

CURRENCY = "INR"
HELD, TAKEN, GIVEN_BACK = "authorized", "captured", "refunded"
LOST = "failed"
TAKEN_OR_GIVEN_BACK = frozenset({TAKEN, GIVEN_BACK})
OUTCOMES = {HELD: Outcome.AUTHORISED, TAKEN: Outcome.CAPTURED, GIVEN_BACK: Outcome.CAPTURED}
RETURNED = {"processed": Returned.DONE, LOST: Returned.FAILED}
BY_DISTANCE = ("failed", "created", HELD, GIVEN_BACK, TAKEN)
ABOUT_A_PAYMENT = frozenset({"payment.authorized", "payment.captured", "payment.failed", "order.paid"})
REST = "-rest"  # ends the key of what goes back because less was taken than was held
BILL = "bill_paise"  # the note on a payment of which less was taken than was held

OTHER: str | Promise = _("The payment did not go through. Please try again, or pay in another way.")
REASONS: dict[str, str | Promise] = {
    "payment_cancelled": _("The payment was closed before it was finished."),
    "payment_timed_out": _("The payment took too long. Please try again."),
    "payment_timeout": _("The payment took too long. Please try again."),
    "insufficient_funds": _("There is not enough money in this account."),
    "insufficient_balance": _("There is not enough money in this account."),
    "incorrect_otp": _("The OTP was not right. Please try again."),
    "incorrect_pin": _("The PIN was not right."),
    "invalid_vpa": _("This UPI address does not exist. Please look at it once more."),
    "card_expired": _("This card has expired. Please use another one."),
    "bank_technical_error": _("The bank could not answer just now. Please try again in a minute."),
    "gateway_technical_error": _("The bank could not answer just now. Please try again in a minute."),
}


def how_far(payment: Mapping[str, Any]) -> int:
    """Larger for a payment that came further."""
    status = payment["status"]
    return BY_DISTANCE.index(status) if status in BY_DISTANCE else -1


def notes(entity: Mapping[str, Any]) -> dict[str, str]:
    """The notes of an entity; Razorpay sends an empty list when there are none."""
    kept = entity.get("notes")
    return dict(kept) if isinstance(kept, Mapping) else {}


def taken_paise(payment: Mapping[str, Any]) -> int:
    """What the bill came to: the whole payment, unless less was noted on it before it was taken."""
    bill = notes(payment).get(BILL, "")
    return int(bill) if bill.isdigit() else int(payment["amount"])


def answer(payment: Mapping[str, Any], *, order_id: str) -> Answer:
    """How a payment that was held or taken stands. It stays held while the rest of it has not been sent back."""
    if was_never_taken(payment):
        return _let_go(payment, order_id)
    amount, taken = int(payment["amount"]), taken_paise(payment)
    outcome = OUTCOMES[payment["status"]]
    if outcome is Outcome.CAPTURED and int(payment.get("amount_refunded") or 0) < amount - taken:
        outcome = Outcome.AUTHORISED
    return Answer(outcome, order_id, taken if outcome is Outcome.CAPTURED else amount)


def why_declined(payment: Mapping[str, Any]) -> str:
    """A sentence for a payment that failed; nothing for one that is on its way."""
    if payment["status"] != "failed":
        return ""
    return str(REASONS.get(payment.get("error_reason") or "", OTHER))


def refund_answer(refund: Mapping[str, Any]) -> RefundAnswer:
    """How a refund stands. One without a word on it is on its way."""
    outcome = RETURNED.get(refund.get("status") or "", Returned.PENDING)
    reason = str(_("The bank did not take it back.")) if outcome is Returned.FAILED else ""
    return RefundAnswer(outcome, refund["id"], int(refund["amount"]), reason)


def notice(event: Mapping[str, Any], *, event_id: str) -> Notice:
    """What a verified event says. Raises a permanent `GatewayError` when it is no event."""
    kind, payload = event.get("event"), event.get("payload")
    if not event_id or not isinstance(kind, str) or not isinstance(payload, Mapping):
        raise GatewayError("Razorpay: the message is not an event", permanent=True)
    payment, order, refund = (_entity(payload, name) for name in ("payment", "order", "refund"))
    order_id = payment.get("order_id") or order.get("id") or ""
    reference = next((found for one in (payment, order, refund) if (found := notes(one).get("reference"))), "")
    if kind.startswith("refund.") and order_id and was_never_taken(payment):
        return Notice(event_id, kind, order_id, reference, answer=_let_go(payment, order_id))
    if kind.startswith("refund."):
        return Notice(event_id, kind, order_id, reference, refund=_refund(refund))
    said = _said(payment, order_id) if kind in ABOUT_A_PAYMENT and order_id else None
    return Notice(event_id, kind, order_id, reference, answer=said)


def _entity(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = payload.get(name)
    entity = part.get("entity") if isinstance(part, Mapping) else None
    return entity if isinstance(entity, Mapping) else {}


def _refund(refund: Mapping[str, Any]) -> RefundAnswer | None:
    """What a message says of a refund. The rest of what was held goes back with the capture and says nothing new."""
    key = notes(refund).get("key", "")
    if refund.get("currency") != CURRENCY or key.endswith(REST):
        return None
    return replace(refund_answer(refund), key=key)


def was_never_taken(payment: Mapping[str, Any]) -> bool:
    """Whether it was held, not taken in time, and given back by Razorpay itself."""
    return payment.get("status") == GIVEN_BACK and payment.get("captured") is False


def _let_go(payment: Mapping[str, Any], order_id: str) -> Answer:
    return Answer(Outcome.DECLINED, order_id, int(payment["amount"]), str(_("The payment was not finished.")))


def _said(payment: Mapping[str, Any], order_id: str) -> Answer | None:
    """What the payment inside an event says. A failed try leaves the order open for another: that is pending."""
    if payment.get("currency") != CURRENCY:
        return None
    if payment["status"] in OUTCOMES:
        return answer(payment, order_id=order_id)
    return Answer(Outcome.PENDING, order_id, int(payment["amount"]), why_declined(payment))
