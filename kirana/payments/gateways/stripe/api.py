"""The one door to Stripe's SDK: its client, its signatures, and its many errors told as our one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings

from kirana.core import trace
from kirana.payments.gateways.contract import GatewayError

SECONDS_TO_CONNECT = 5
SECONDS_TO_ANSWER = 20
# Worth trying again: nobody answered, Stripe is ill or asks us to slow down, or our key is being replaced.
PASSING = (
    stripe.APIConnectionError,
    stripe.APIError,
    stripe.RateLimitError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)
IN_USE = "idempotency_key_in_use"  # the first request with this key is still being worked on


@contextmanager
def asking() -> Iterator[Any]:
    """Stripe's services; whatever they raise inside comes out as a `GatewayError`."""
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE).v1
    except stripe.StripeError as error:
        permanent = not isinstance(error, PASSING) and error.code != IN_USE
        raise GatewayError(f"Stripe: {error.user_message or type(error).__name__}", permanent=permanent) from error


class _Traced(stripe.RequestsClient):
    """A connection whose requests carry the id of what caused them."""

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **options: Any) -> Any:
        """Send it, with one header more."""
        return super().request(method, url, {**(headers or {}), **trace.headers()}, post_data, **options)


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        http_client=_Traced(timeout=(SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)),
        max_network_retries=0,  # who asks again, and when, is decided by those who ask
    )


def verified(body: bytes, signature: str) -> dict[str, Any]:
    """The event, when one of the shop's secrets signed these very bytes; otherwise raises a permanent `GatewayError`.

    While a secret is replaced two are valid, so that no event is refused in between.
    """
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            event: dict[str, Any] = stripe.Webhook.construct_event(body, signature, secret).to_dict()
        except stripe.SignatureVerificationError:
            continue
        except (ValueError, AttributeError, TypeError) as error:
            raise GatewayError("Stripe: the message is not an event", permanent=True) from error
        return event
    raise GatewayError("Stripe: the message is not signed with a secret of this shop", permanent=True)
