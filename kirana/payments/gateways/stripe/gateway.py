"""The verbs of paying by card with Stripe.

A charge is one Payment Intent. The shopper's browser gives the card to Stripe, never to us, and follows its bank's
questions (3-D Secure); the money is then held, and `capture` takes what the weighed bill comes to. A card that was
refused leaves the intent open for another card: that is pending, with the reason. Only `let_go` ends it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Notice, Outcome, RefundAnswer
from kirana.payments.gateways.stripe import reading

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCreateParams

CLOCKS_APART = 600  # seconds


class Stripe:
    """Cards on our own page, by Stripe's element."""

    code = "stripe"
    label: str | Promise = _("Card")
    hint: str | Promise = _("Visa, Mastercard or RuPay. Held now, taken when your order is packed.")
    is_paid_at_the_door = False
    can_hold = True
    can_keep = True
    keys: tuple[str, ...] = ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRETS")
    sources: Mapping[str, tuple[str, ...]] = {
        "script-src": ("https://js.stripe.com", "https://*.js.stripe.com"),
        "frame-src": ("https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"),
        "connect-src": ("https://api.stripe.com",),
        "img-src": ("https://*.stripe.com",),
    }

    def start(self, charge: Charge) -> Answer:
        payer = _still_there(charge.payer) or (_new_payer(charge) if charge.save else "")
        intent = _make(charge, payer)
        step = {"publishable_key": settings.STRIPE_PUBLISHABLE_KEY}
        if payer and not charge.save:
            step["customer_session"] = _session_of(payer)
        return replace(reading.answer(intent, step), payer=payer if charge.save else "")

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        step = {"publishable_key": settings.STRIPE_PUBLISHABLE_KEY}
        return reading.answer(_find(charge, gateway_reference), step)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """As the contract says; what is held and not taken, Stripe lets go by itself."""
        intent = _find(charge, gateway_reference)
        if intent["status"] != reading.HELD:  # taken already, perhaps by a request whose answer was lost
            return reading.answer(intent)
        params: Any = {"amount_to_capture": charge.amount_paise}
        with _stripe().asking() as api:
            taken = api.payment_intents.capture(intent["id"], params, _once(charge, "capture"))
        return reading.answer(taken.to_dict())

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """As the contract says. What was never made needs no letting go: nobody was given its secret."""
        intent = _retrieve(gateway_reference) if gateway_reference else _made_for(charge)
        if intent is None:
            return Answer(Outcome.DECLINED, "", charge.amount_paise, _never_finished())
        if intent["status"] in reading.FINAL:
            return reading.answer(intent)
        try:
            with _stripe().asking() as api:
                return reading.answer(api.payment_intents.cancel(intent["id"], None, _once(charge, "let-go")).to_dict())
        except GatewayError as error:
            if not error.permanent:
                raise
            return reading.answer(_retrieve(intent["id"]))  # it went further between our look and our request

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        """As the contract says; asks what was given back before, so that a lost answer is no second refund."""
        intent = _find(charge, gateway_reference)
        earlier = _refunds_of(intent["id"])
        known = next((one for one in earlier if _key_of(one) == charge.key), None)
        if known is not None:
            return reading.refund_answer(known)
        given = sum(one["amount"] for one in earlier if one["status"] not in reading.REFUND_LOST)
        left = reading.taken_paise(intent) - given
        if charge.amount_paise > left:
            raise GatewayError(f"only {left} paise of {intent['id']} are left to give back", permanent=True)
        return self._refund(charge, intent["id"])

    def _refund(self, charge: Charge, intent_id: str) -> RefundAnswer:
        params: Any = {
            "payment_intent": intent_id,
            "amount": charge.amount_paise,
            "metadata": {"reference": charge.reference, "key": charge.key},
        }
        with _stripe().asking() as api:
            made = api.refunds.create(params, _once(charge, "refund"))
        return reading.refund_answer(made.to_dict())

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        with _stripe().asking() as api:
            return reading.refund_answer(api.refunds.retrieve(refund_reference).to_dict())

    def forget(self, payer: str) -> None:
        """As the contract says: Stripe takes the cards off with the customer."""
        if _still_there(payer):
            with _stripe().asking() as api:
                api.customers.delete(payer)

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        """Stripe signs nothing on the way back: what it says there is asked of Stripe itself."""

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        signature = {name.lower(): value for name, value in headers.items()}.get("stripe-signature", "")
        return reading.notice(_stripe().verified(body, signature))


def _stripe() -> Any:
    """The SDK takes 30 MB of memory and is loaded when it is first needed."""
    from kirana.payments.gateways.stripe import api

    return api


def _once(charge: Charge, verb: str) -> Any:
    """The option by which Stripe answers a repeated request with its first answer, for a day."""
    return {"idempotency_key": f"{charge.reference}-{charge.key}-{verb}"}


def _make(charge: Charge, payer: str) -> dict[str, Any]:
    """The charge's intent; the same one again when the key was used before."""
    params: PaymentIntentCreateParams = {
        "amount": charge.amount_paise,
        "currency": "inr",
        "capture_method": "manual",
        "allowed_payment_method_types": ["card"],
        "metadata": {"reference": charge.reference, "key": charge.key},
    }
    if payer:
        params["customer"] = payer
    if charge.save:  # only because the shopper ticked it: the card is kept for paying here, by themselves
        params["payment_method_options"] = {"card": {"setup_future_usage": "on_session"}}
    with _stripe().asking() as api:
        made: dict[str, Any] = api.payment_intents.create(params, _once(charge, "start")).to_dict()
    return made


def _find(charge: Charge, gateway_reference: str) -> dict[str, Any]:
    """The charge's intent as it is now. Raises a permanent `GatewayError` when there is none."""
    found = _retrieve(gateway_reference) if gateway_reference else _made_for(charge)
    if found is None:
        raise GatewayError(f"Stripe has no charge for {charge.reference} with this key", permanent=True)
    return found


def _retrieve(intent_id: str) -> dict[str, Any]:
    with _stripe().asking() as api:
        found: dict[str, Any] = api.payment_intents.retrieve(intent_id).to_dict()
    return found


def _made_for(charge: Charge) -> dict[str, Any] | None:
    """The intent whose making was never answered, by its key. Stripe's search is not to be had in India."""
    since: Any = {"created": {"gte": int(charge.at.timestamp()) - CLOCKS_APART}} if charge.at else {}
    with _stripe().asking() as api:
        rows = api.payment_intents.list({"limit": 100, **since}).auto_paging_iter()
        made = (one.to_dict() for one in rows)
        found: dict[str, Any] | None = next((one for one in made if _key_of(one) == charge.key), None)
    return found


def _key_of(made: dict[str, Any]) -> str:
    """Our key, which went along when it was made."""
    return str((made.get("metadata") or {}).get("key", ""))


def _never_finished() -> str:
    return str(_("The payment was not finished."))


def _refunds_of(intent_id: str) -> list[dict[str, Any]]:
    with _stripe().asking() as api:
        rows = api.refunds.list({"payment_intent": intent_id, "limit": 100}).auto_paging_iter()
        return [one.to_dict() for one in rows]


def _new_payer(charge: Charge) -> str:
    """Somebody at Stripe to keep a card for; knows nothing of them but the reference they paid for."""
    with _stripe().asking() as api:
        made = api.customers.create({"metadata": {"reference": charge.reference}}, _once(charge, "payer"))
    return str(made.id)


def _still_there(payer: str) -> str:
    """The payer, unless Stripe has forgotten them: somebody may have removed them on Stripe's own page."""
    if not payer:
        return ""
    try:
        with _stripe().asking() as api:
            found = api.customers.retrieve(payer).to_dict()
    except GatewayError as error:
        if not error.permanent:
            raise
        return ""
    return "" if found.get("deleted") else payer


def _session_of(payer: str) -> str:
    """The secret by which the shopper's page may show the cards they asked to be kept, and forget one."""
    shown = {"payment_method_redisplay": "enabled", "payment_method_remove": "enabled"}
    params: Any = {"customer": payer, "components": {"payment_element": {"enabled": True, "features": shown}}}
    with _stripe().asking() as api:
        return str(api.customer_sessions.create(params).client_secret)
