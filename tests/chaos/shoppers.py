"""Those who look at the page on which Stripe asks for a card. They know nothing of the shop's own programs."""

from typing import Any

import stripe

KEY = "sk_test_lakshmi"
VISA = "4242424242424242"
REFUSED = "4000000000000341"
UNPAID, PAID_OR_OVER = "requires_payment_method", ("requires_capture", "succeeded", "canceled")


class Shoppers:
    """Everybody who is asked for a card now."""

    def __init__(self, base: str) -> None:
        self.api = stripe.StripeClient(KEY, base_addresses={"api": base}).v1
        self.last = ""  # all up to this one are paid or given up

    def pay(self, number: str) -> None:
        """Whoever is asked for a card types this one. An order that was given up meanwhile takes none."""
        asked: Any = {"limit": 100} | ({"starting_after": self.last} if self.last else {})
        found: Any = self.api.payment_intents.list(asked)
        is_over = True
        for intent in found.data:
            if intent.status == UNPAID:
                self._type(intent.id, number)
            is_over = is_over and intent.status in PAID_OR_OVER
            self.last = intent.id if is_over else self.last

    def _type(self, intent: str, number: str) -> None:
        card: Any = {"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}}
        try:
            method = self.api.payment_methods.create(card)
            self.api.payment_intents.update(intent, {"payment_method": method.id})
            self.api.payment_intents.confirm(intent)
        except stripe.StripeError:
            return
