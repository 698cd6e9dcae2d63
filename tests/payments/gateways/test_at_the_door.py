"""Cash and UPI at the door: nothing is asked of anyone before the goods are there."""

import pytest

from kirana.payments.gateways.cash_on_delivery.gateway import CashOnDelivery
from kirana.payments.gateways.contract import Answer, Charge, Outcome, RefundAnswer, Returned
from kirana.payments.gateways.upi_on_delivery.gateway import UpiOnDelivery

BOTH = pytest.mark.parametrize("gateway", [CashOnDelivery(), UpiOnDelivery()], ids=lambda gateway: gateway.code)
CHARGE = Charge("KM-10001", 570_00, key="payment-7")


@BOTH
def test_it_is_promised_and_stays_promised(gateway):
    assert gateway.start(CHARGE) == Answer(Outcome.PROMISED, amount_paise=570_00)
    assert gateway.confirm(CHARGE, gateway_reference="utr") == Answer(Outcome.PROMISED, "utr", 570_00)


@BOTH
def test_what_dev_gives_back_by_hand_is_given_back(gateway):
    assert gateway.refund(CHARGE, gateway_reference="utr") == RefundAnswer(Returned.DONE, "utr", 570_00)
