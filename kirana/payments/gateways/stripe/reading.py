"""What Stripe's objects mean in the words of the contract. Knows plain dictionaries and asks nobody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kirana.payments.gateways.contract import Answer, GatewayError, Notice, Outcome, RefundAnswer, Returned
from kirana.payments.gateways.stripe.reasons import why_declined

CURRENCY = "inr"
HELD, TAKEN, ENDED = "requires_capture", "succeeded", "canceled"
FINAL = frozenset({TAKEN, ENDED})
OUTCOMES = {HELD: Outcome.AUTHORISED, TAKEN: Outcome.CAPTURED, ENDED: Outcome.DECLINED}
RETURNED = {"succeeded": Returned.DONE, "failed": Returned.FAILED, "canceled": Returned.FAILED}
REFUND_LOST = frozenset({"failed", "canceled"})


def answer(intent: Mapping[str, Any], step: Mapping[str, str] | None = None) -> Answer:
    """How an intent stands. `step` is what the shopper's page needs beside the intent's own secret."""
    outcome = OUTCOMES.get(intent["status"], Outcome.PENDING)
    amount = {Outcome.AUTHORISED: held_paise, Outcome.CAPTURED: taken_paise}.get(outcome, asked_paise)(intent)
    return Answer(outcome, intent["id"], amount, _reason(intent, outcome), _next_step(intent, outcome, step or {}))


def asked_paise(intent: Mapping[str, Any]) -> int:
    """What the shopper is asked for."""
    return int(intent["amount"])


def held_paise(intent: Mapping[str, Any]) -> int:
    """What the bank keeps ready for the shop."""
    return int(intent.get("amount_capturable") or intent["amount"])


def taken_paise(intent: Mapping[str, Any]) -> int:
    """What was taken, refunded since or not."""
    return int(intent.get("amount_received") or 0)


def _reason(intent: Mapping[str, Any], outcome: Outcome) -> str:
    error = intent.get("last_payment_error")
    if outcome is Outcome.DECLINED:
        return why_declined(error) if error else _("The payment was not finished.")
    return why_declined(error) if error and outcome is Outcome.PENDING else ""


def _next_step(intent: Mapping[str, Any], outcome: Outcome, step: Mapping[str, str]) -> dict[str, str]:
    secret = intent.get("client_secret")
    if outcome is not Outcome.PENDING or not secret:
        return {}
    declined = _reason(intent, outcome)
    return {**step, "client_secret": secret} | ({"declined": declined} if declined else {})


def refund_answer(refund: Mapping[str, Any]) -> RefundAnswer:
    """How a refund stands."""
    outcome = RETURNED.get(refund.get("status") or "", Returned.PENDING)
    reason = _("The bank did not take it back.") if outcome is Returned.FAILED else ""
    return RefundAnswer(outcome, refund["id"], int(refund["amount"]), reason)


def notice(event: Mapping[str, Any]) -> Notice:
    """What a verified event says. One that is not about rupees of ours says nothing. Raises when it is no event."""
    try:
        event_id, kind, about = event["id"], event["type"], event["data"]["object"]
    except (KeyError, TypeError) as error:
        raise GatewayError("Stripe: the message is not an event", permanent=True) from error
    is_ours = about.get("currency") == CURRENCY
    match about.get("object"):
        case "payment_intent":
            said = answer(about) if is_ours else None
            return Notice(event_id, kind, about["id"], _reference(about), answer=said)
        case "refund":
            back = _told_of(about) if is_ours else None
            return Notice(event_id, kind, about.get("payment_intent") or "", _reference(about), refund=back)
        case "charge" if kind == "charge.refunded" and is_ours:
            return Notice(event_id, kind, _intent_of(about), _reference(about), refund=_last_refund(about))
    return Notice(event_id, kind, _intent_of(about), _reference(about))


def _told_of(refund: Mapping[str, Any]) -> RefundAnswer:
    """What a message says of a refund, with our key where we asked for it."""
    return replace(refund_answer(refund), key=str((refund.get("metadata") or {}).get("key", "")))


def _last_refund(charge: Mapping[str, Any]) -> RefundAnswer | None:
    """The newest refund of a charge, where the message carries it. What was held and not taken is none, whatever it is
    called in the version of the address's messages.
    """
    listed = (charge.get("refunds") or {}).get("data") or []
    never_taken = int(charge["amount"]) - int(charge.get("amount_captured") or charge["amount"])
    if not listed or (never_taken and int(listed[0]["amount"]) == never_taken):
        return None
    return _told_of(listed[0])


def _reference(about: Mapping[str, Any]) -> str:
    """The shop's own reference, which came with the charge."""
    metadata = about.get("metadata")
    return str(metadata.get("reference", "")) if isinstance(metadata, Mapping) else ""


def _intent_of(about: Mapping[str, Any]) -> str:
    """The intent that a charge or a dispute belongs to, where it names one."""
    intent = about.get("payment_intent")
    return intent if isinstance(intent, str) else ""
