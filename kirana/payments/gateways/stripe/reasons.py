"""Why a card was refused, in sentences a shopper can act on.

The codes are Stripe's (https://docs.stripe.com/declines/codes). What a bank does not wish to be told (a card reported
stolen, a suspicion) is told as what the shopper can do: use another card or ask the bank.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER: str | Promise = _("The bank refused the card. Please ask the bank, or pay in another way.")
NOT_CONFIRMED: str | Promise = _("Your bank did not get your confirmation. Please try again.")
NUMBER: str | Promise = _("The card number is not right. Please look at it once more.")
EXPIRED: str | Promise = _("This card has expired. Please use another one.")
CVC: str | Promise = _("The security code on the card is not right.")
TOO_MUCH: str | Promise = _("The amount is above what this card allows. Please pay in another way.")
NOT_SUPPORTED: str | Promise = _("This card cannot be used for payments like this. Please use another one.")
LATER: str | Promise = _("The bank could not answer just now. Please try again in a minute.")

REASONS: dict[str, str | Promise] = {
    "insufficient_funds": _("There is not enough money for it on this card."),
    "expired_card": EXPIRED,
    "incorrect_number": NUMBER,
    "invalid_number": NUMBER,
    "invalid_expiry_month": EXPIRED,
    "invalid_expiry_year": EXPIRED,
    "incorrect_cvc": CVC,
    "invalid_cvc": CVC,
    "incorrect_pin": _("The PIN was not right."),
    "authentication_required": NOT_CONFIRMED,
    "payment_intent_authentication_failure": NOT_CONFIRMED,
    "card_velocity_exceeded": TOO_MUCH,
    "withdrawal_count_limit_exceeded": TOO_MUCH,
    "invalid_amount": TOO_MUCH,
    "card_not_supported": NOT_SUPPORTED,
    "currency_not_supported": NOT_SUPPORTED,
    "transaction_not_allowed": NOT_SUPPORTED,
    "service_not_allowed": NOT_SUPPORTED,
    "issuer_not_available": LATER,
    "processing_error": LATER,
    "reenter_transaction": LATER,
    "try_again_later": LATER,
}


def why_declined(error: Mapping[str, Any]) -> str:
    """The sentence for Stripe's `last_payment_error`, by what the bank said or else by what Stripe said."""
    for code in (error.get("decline_code"), error.get("code")):
        if code in REASONS:
            return str(REASONS[code])
    return str(OTHER)
