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
from kirana.payments.gateways.upi_on_delivery.gateway import UpiOnDelivery

ALL: dict[str, Gateway] = {gateway.code: gateway for gateway in (CashOnDelivery(), UpiOnDelivery(), Fake())}


def by_code(code: str) -> Gateway:
    """The gateway with this code; `KeyError` for one that never was."""
    return ALL[code]


def offered() -> list[Gateway]:
    """The gateways this shop lets shoppers choose, in the order it lists them; not those that someone paused."""
    return [ALL[code] for code in settings.PAYMENT_METHODS if not switches.is_on(Switch.PAUSE_PAYMENT, code)]
