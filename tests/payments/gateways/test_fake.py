"""The pretend gateway: the last two digits of the amount choose what happens."""

import pytest

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Outcome, RefundAnswer, Returned
from kirana.payments.gateways.fake.gateway import Fake

O = Outcome  # noqa: E741
R = Returned


def a_charge(ending: int) -> Charge:
    """₹570 and so many paise."""
    return Charge("KM-10001", 570_00 + ending, key="payment-7")


@pytest.mark.parametrize(
    ("ending", "at_first", "in_the_end"),
    [
        (0, O.CAPTURED, O.CAPTURED),
        (1, O.DECLINED, O.DECLINED),
        (2, O.PENDING, O.CAPTURED),
        (3, O.PENDING, O.DECLINED),
        (4, O.AUTHORISED, O.AUTHORISED),
        (7, O.CAPTURED, O.CAPTURED),
        (99, O.CAPTURED, O.CAPTURED),
    ],
)
def test_the_amount_chooses_what_becomes_of_it(ending, at_first, in_the_end):
    charge = a_charge(ending)
    reason = "The payment was declined."
    assert Fake().start(charge) == Answer(
        at_first, "fake-payment-7", charge.amount_paise, reason if at_first is O.DECLINED else ""
    )
    assert Fake().confirm(charge, gateway_reference="fake-payment-7") == Answer(
        in_the_end, "fake-payment-7", charge.amount_paise, reason if in_the_end is O.DECLINED else ""
    )


@pytest.mark.parametrize(("ending", "permanent"), [(5, False), (6, True)])
@pytest.mark.parametrize("verb", ["start", "confirm", "capture", "let_go", "refund"])
def test_it_can_be_out_of_reach_or_refuse_for_good(verb, ending, permanent):
    more = {} if verb == "start" else {"gateway_reference": "fake-payment-7"}
    with pytest.raises(GatewayError) as refused:
        getattr(Fake(), verb)(a_charge(ending), **more)
    assert refused.value.permanent is permanent


def test_a_refund_gives_the_amount_back():
    part = Charge("KM-10001", 100_00, key="refund-1")
    assert Fake().refund(part, gateway_reference="fake-payment-7") == RefundAnswer(R.DONE, "fake-refund-1", 100_00)


@pytest.mark.parametrize(("ending", "at_once", "later"), [(7, R.PENDING, R.DONE), (8, R.FAILED, R.FAILED)])
def test_a_refund_can_take_its_time_or_fail(ending, at_once, later):
    part = Charge("KM-10001", 100_00 + ending, key="refund-1")
    assert Fake().refund(part, gateway_reference="fake-payment-7").outcome is at_once
    assert Fake().confirm_refund(part, refund_reference="fake-refund-1").outcome is later
