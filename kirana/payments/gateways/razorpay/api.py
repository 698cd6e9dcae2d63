"""The one door to Razorpay's SDK: its client, its signatures, and its errors told as our one."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import razorpay
import requests
from django.conf import settings
from razorpay import errors
from razorpay.constants import URL

from kirana.core import trace
from kirana.payments.gateways.contract import GatewayError

SECONDS_TO_CONNECT = 5
SECONDS_TO_ANSWER = 20
UNAUTHORISED, TOO_MANY, FAULT = 401, 429, 500


class _Session(requests.Session):
    """A connection that does not wait for ever, and tells the answers that pass from those that stay.

    The SDK itself calls any refusal a bad request, also the one that only asks to slow down.
    """

    def request(self, *args: Any, **options: Any) -> requests.Response:
        options.setdefault("timeout", (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER))
        options["headers"] = {**(options.get("headers") or {}), **trace.headers()}
        response = super().request(*args, **options)
        if response.status_code in (UNAUTHORISED, TOO_MANY) or response.status_code >= FAULT:
            raise requests.HTTPError(f"it answered {response.status_code}", response=response)
        return response


@contextmanager
def asking() -> Iterator[razorpay.Client]:
    """Razorpay's client; whatever it raises inside comes out as a `GatewayError`."""
    try:
        yield _client(settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET, settings.RAZORPAY_API_BASE)
    except errors.BadRequestError as error:
        raise GatewayError(f"Razorpay: {error}", permanent=True) from error
    except (errors.GatewayError, errors.ServerError, requests.RequestException) as error:
        raise GatewayError(f"Razorpay: {type(error).__name__}", permanent=False) from error


@lru_cache(maxsize=4)
def _client(key_id: str, secret: str, base: str) -> razorpay.Client:
    return razorpay.Client(session=_Session(), auth=(key_id, secret), base_url=base or URL.BASE_URL)


def verified(body: bytes, signature: str) -> dict[str, Any]:
    """The event, when one of the shop's secrets signed these very bytes; otherwise raises a permanent `GatewayError`.

    While a secret is replaced two are valid, so that no event is refused in between.
    """
    if not any(_is_signed(body, signature, secret) for secret in settings.RAZORPAY_WEBHOOK_SECRETS):
        raise GatewayError("Razorpay: the message is not signed with a secret of this shop", permanent=True)
    try:
        event = json.loads(body)
    except ValueError as error:
        raise GatewayError("Razorpay: the message is not an event", permanent=True) from error
    if not isinstance(event, dict):
        raise GatewayError("Razorpay: the message is not an event", permanent=True)
    return event


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        razorpay.Utility().verify_webhook_signature(body.decode(), signature, secret)
    except (errors.SignatureVerificationError, UnicodeDecodeError, TypeError):
        return False
    return True


def verify_return(*, order_id: str, said: Mapping[str, str]) -> None:
    """Raise a permanent `GatewayError` unless Razorpay signed this payment of this order."""
    facts = {
        "razorpay_order_id": order_id,
        "razorpay_payment_id": said.get("razorpay_payment_id", ""),
        "razorpay_signature": said.get("razorpay_signature", ""),
    }
    try:
        with asking() as api:
            api.utility.verify_payment_signature(facts)
    except (errors.SignatureVerificationError, TypeError) as error:
        raise GatewayError(
            "Razorpay: the browser came back with a signature that is not theirs", permanent=True
        ) from error
