"""The verbs of paying by Razorpay: UPI, cards, netbanking and wallets on its own sheet over our page.

A charge is one Razorpay order, found again by its receipt. Its id is the reference everywhere, because a shopper may
try several payments for it. A payment is held first and taken when the goods are packed. Razorpay takes only the whole
of what is held, so `capture` notes on the payment what the bill came to, takes it, and gives the rest back at once;
until the rest is on its way the charge counts as held, and asking again goes on from where it was.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Notice, Outcome, RefundAnswer
from kirana.payments.gateways.razorpay import reading

MINUTES_HELD = 5 * 24 * 60  # the longest there is; what was not taken by then goes back by itself


class Razorpay:
    """UPI, cards and netbanking, by Razorpay's sheet."""

    code = "razorpay"
    label: str | Promise = _("UPI, card or netbanking")
    hint: str | Promise = _("Any UPI app, card or bank, by Razorpay.")
    is_paid_at_the_door = False
    can_hold = True
    can_keep = False
    keys: tuple[str, ...] = ("RAZORPAY_KEY_ID", "RAZORPAY_KEY_SECRET", "RAZORPAY_WEBHOOK_SECRETS")
    sources: Mapping[str, tuple[str, ...]] = {
        "script-src": ("https://checkout.razorpay.com",),
        "frame-src": ("https://api.razorpay.com", "https://checkout.razorpay.com"),
        "connect-src": ("https://api.razorpay.com", "https://lumberjack.razorpay.com"),
        "img-src": ("https://*.razorpay.com",),
    }

    def start(self, charge: Charge) -> Answer:
        return self._waiting(charge, _order_of(charge) or _make_order(charge))

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        order_id = _known(charge, gateway_reference)
        payment = _payment_of(order_id)
        if payment is None or payment["status"] not in reading.OUTCOMES:
            return self._waiting(charge, {"id": order_id, "amount": charge.amount_paise}, payment)
        return reading.answer(payment, order_id=order_id)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """As the contract says, in steps that each look first at what has been done."""
        order_id = _known(charge, gateway_reference)
        payment = _payment_of(order_id)
        if payment is None or payment["status"] not in reading.OUTCOMES:
            raise GatewayError(f"nothing is held for {order_id}", permanent=True)
        if payment["status"] == reading.HELD:
            payment = _take(payment, charge)
        rest = payment["amount"] - reading.taken_paise(payment)
        if rest:
            back = Charge(charge.reference, rest, key=payment["id"] + reading.REST)
            _give_back(payment, back)
        return Answer(Outcome.CAPTURED, order_id, payment["amount"] - rest)

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """As the contract says. What is held is not taken, and Razorpay gives it back by itself."""
        order_id = gateway_reference or (_order_of(charge) or {"id": ""})["id"]
        payment = _payment_of(order_id) if order_id else None
        if payment is not None and payment["status"] in reading.TAKEN_OR_GIVEN_BACK:
            return reading.answer(payment, order_id=order_id)
        reason = str(_("The payment was not finished."))
        return Answer(Outcome.DECLINED, order_id, charge.amount_paise, reason)

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        """As the contract says; asks what was given back before, so that a lost answer is no second refund."""
        order_id = _known(charge, gateway_reference)
        payment = _payment_of(order_id)
        if payment is None or payment["status"] not in reading.TAKEN_OR_GIVEN_BACK:
            raise GatewayError(f"nothing was taken for {order_id}", permanent=True)
        return _give_back(payment, charge)

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        with _razorpay().asking() as api:
            return reading.refund_answer(api.refund.fetch(refund_reference))

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        named = {name.lower(): value for name, value in headers.items()}
        event = _razorpay().verified(body, named.get("x-razorpay-signature", ""))
        return reading.notice(event, event_id=named.get("x-razorpay-event-id", ""))

    def forget(self, payer: str) -> None:
        """Nothing is kept of anyone."""

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        if "razorpay_payment_id" in said:
            _razorpay().verify_return(order_id=gateway_reference, said=said)

    @staticmethod
    def _waiting(charge: Charge, order: Mapping[str, Any], payment: Mapping[str, Any] | None = None) -> Answer:
        step = {
            "order_id": order["id"],
            "key_id": settings.RAZORPAY_KEY_ID,
            "amount": str(order["amount"]),
            "currency": reading.CURRENCY,
            "reference": charge.reference,
        }
        reason = reading.why_declined(payment) if payment is not None else ""
        if reason:
            step["declined"] = reason
        return Answer(Outcome.PENDING, order["id"], order["amount"], reason, step)


def _razorpay() -> Any:
    """The SDK brings an HTTP library with it and is loaded when it is first needed."""
    from kirana.payments.gateways.razorpay import api

    return api


def _receipt(charge: Charge) -> str:
    """What Razorpay keeps with the order, at most 40 characters, and finds it by."""
    return f"{charge.reference}/{charge.key}"[-40:]


def _order_of(charge: Charge) -> dict[str, Any] | None:
    """The order that was made for this charge before, perhaps by a request whose answer was lost."""
    with _razorpay().asking() as api:
        found = api.order.all({"receipt": _receipt(charge), "count": 100})["items"]
    wanted = (_receipt(charge), charge.amount_paise)
    return next((order for order in found if (order.get("receipt"), order["amount"]) == wanted), None)


def _make_order(charge: Charge) -> dict[str, Any]:
    asked = {
        "amount": charge.amount_paise,
        "currency": reading.CURRENCY,
        "receipt": _receipt(charge),
        "notes": {"reference": charge.reference, "key": charge.key},
        "payment": {
            "capture": "manual",
            "capture_options": {"manual_expiry_period": MINUTES_HELD, "refund_speed": "normal"},
        },
    }
    with _razorpay().asking() as api:
        made: dict[str, Any] = api.order.create(asked)
    return made


def _known(charge: Charge, gateway_reference: str) -> str:
    """The id of the charge's order. One whose making was never answered is found by its receipt."""
    if gateway_reference:
        return gateway_reference
    order = _order_of(charge)
    if order is None:
        raise GatewayError(f"Razorpay has no order for {_receipt(charge)}", permanent=True)
    return str(order["id"])


def _payment_of(order_id: str) -> dict[str, Any] | None:
    """Of all that was tried for the order, the payment that came furthest."""
    with _razorpay().asking() as api:
        tried = api.order.payments(order_id)["items"]
    return max(tried, key=reading.how_far, default=None)


def _take(payment: dict[str, Any], charge: Charge) -> dict[str, Any]:
    """Take the whole of what is held, having noted on it what the bill came to."""
    if charge.amount_paise > payment["amount"]:
        raise GatewayError(f"only {payment['amount']} paise are held by {payment['id']}", permanent=True)
    with _razorpay().asking() as api:
        if charge.amount_paise < payment["amount"]:
            notes = {**reading.notes(payment), reading.BILL: str(charge.amount_paise)}
            api.payment.edit(payment["id"], {"notes": notes})
        taken: dict[str, Any] = api.payment.capture(payment["id"], payment["amount"], {"currency": reading.CURRENCY})
    return taken


def _give_back(payment: Mapping[str, Any], charge: Charge) -> RefundAnswer:
    """Refund so much of the payment, once for a key."""
    with _razorpay().asking() as api:
        earlier = api.payment.fetch_multiple_refund(payment["id"], {"count": 100})["items"]
        known = next((one for one in earlier if reading.notes(one).get("key") == charge.key), None)
        if known is not None:
            return reading.refund_answer(known)
        left = payment["amount"] - sum(one["amount"] for one in earlier if one.get("status") != reading.LOST)
        if charge.amount_paise > left:
            raise GatewayError(f"only {left} paise of {payment['id']} are left to give back", permanent=True)
        notes = {"reference": charge.reference, "key": charge.key}
        asked = {"amount": charge.amount_paise, "speed": "normal", "receipt": _receipt(charge), "notes": notes}
        return reading.refund_answer(api.payment.refund(payment["id"], asked))
