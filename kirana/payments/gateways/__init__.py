"""The ways to pay, a folder each behind one contract.

To add one: copy the folder of the most similar gateway, keep its four verbs, add it to `ALL`, and run
`tests/payments/gateways/test_contract.py`, which asks of every gateway in `ALL` what the contract promises.
"""

from django.conf import settings

from kirana.ops import switches
from kirana.ops.switches import Switch
from kirana.payments.gateways.cash_on_delivery.gateway import CashOnDelivery
from kirana.payments.gateways.contract import Gateway
from kirana.payments.gateways.fake.gateway import Fake
from kirana.payments.gateways.razorpay.gateway import Razorpay
from kirana.payments.gateways.stripe.gateway import Stripe
from kirana.payments.gateways.upi_on_delivery.gateway import UpiOnDelivery
from kirana.payments.gateways.upi_qr.gateway import UpiQr

_EVERY: tuple[Gateway, ...] = (CashOnDelivery(), UpiOnDelivery(), UpiQr(), Razorpay(), Stripe(), Fake())
ALL: dict[str, Gateway] = {gateway.code: gateway for gateway in _EVERY}


def by_code(code: str) -> Gateway:
    """The gateway with this code; `KeyError` for one that never was."""
    return ALL[code]


def offered() -> list[Gateway]:
    """The gateways shoppers may choose, in the order of the settings: those with their keys, that nobody paused."""
    chosen = (ALL[code] for code in settings.PAYMENT_METHODS)
    return [one for one in chosen if not missing_keys(one) and not switches.is_on(Switch.PAUSE_PAYMENT, one.code)]


def missing_keys(gateway: Gateway) -> list[str]:
    """The settings that the gateway needs and the shop has not given."""
    return [name for name in gateway.keys if not getattr(settings, name)]
