"""UPI to the shop's own address: the link, the code, the number of the transfer."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from kirana.payments import gateways
from kirana.payments.gateways.contract import Charge, GatewayError, Outcome, Returned
from kirana.payments.upi import is_vpa, qr_svg, read_utr, upi_link

CHARGE = Charge("KM-10001", 570_05, key="payment-7")
LINK = "upi://pay?pa=lakshmi@okbank&pn=Lakshmi%20Stores%20%26%20Sons&am=570.05&tr=KM10001&tn=KM-10001&cu=INR"


@pytest.fixture
def gateway(upi_address: None) -> gateways.Gateway:
    """UPI to Lakshmi Stores."""
    return gateways.by_code("upi_qr")


def test_the_link_holds_all_an_app_needs():
    link = upi_link(vpa="lakshmi@okbank", payee="Lakshmi Stores & Sons", amount_paise=570_05, reference="KM-10001")
    assert link == LINK
    assert parse_qs(urlsplit(link).query) == {
        "pa": ["lakshmi@okbank"],
        "pn": ["Lakshmi Stores & Sons"],
        "am": ["570.05"],
        "tr": ["KM10001"],
        "tn": ["KM-10001"],
        "cu": ["INR"],
    }


def test_the_code_is_the_link_drawn_without_a_style_of_its_own():
    drawn = qr_svg(LINK)
    assert drawn.startswith("<svg ")
    assert re.findall(r"style|script|<image|href", drawn) == []
    side = segno.make(LINK, error="m", micro=False).symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in drawn


def test_asha_is_shown_where_to_pay_and_the_shop_waits(gateway):
    for answer in (gateway.start(CHARGE), gateway.confirm(CHARGE, gateway_reference="")):
        assert (answer.outcome, answer.amount_paise, answer.reason) == (Outcome.PENDING, 570_05, "")
        assert answer.next_step["vpa"] == "lakshmi@okbank"
        assert "am=570.05&tr=KM10001" in answer.next_step["link"]


def test_only_a_person_can_say_that_it_came_and_only_a_person_can_send_it_back(gateway):
    with pytest.raises(GatewayError) as refused:
        gateway.capture(CHARGE, gateway_reference="")
    assert refused.value.permanent is True
    back = gateway.refund(CHARGE, gateway_reference="412345678901")
    assert (back.outcome, back.amount_paise) == (Returned.PENDING, 570_05)
    assert gateway.confirm_refund(CHARGE, refund_reference="412345678901") == back


@pytest.mark.parametrize(
    ("typed", "utr"),
    [
        ("412345678901", "412345678901"),
        (" 4123 4567 8901 ", "412345678901"),
        ("4123-4567-8901", "412345678901"),
        ("41234567890", None),
        ("4123456789012", None),
        ("41234567890A", None),
        ("४१२३४५६७८९०१", None),
        ("", None),
    ],
)
def test_a_utr_is_twelve_digits(typed, utr):
    assert read_utr(typed) == utr


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("lakshmi@okbank", True), ("9812345678@upi", True), ("lakshmi", False), ("a@b", False), ("x y@okbank", False)],
)
def test_a_upi_address_has_a_name_and_a_bank(text, is_one):
    assert is_vpa(text) is is_one
