"""Who gets money back reads on the order's page how much, and why the shop gave it."""

import pytest

from kirana.flows.adopt_refund import WHY
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, RefundKind
from kirana.payments.services import refunds
from tests.cast import BY, LATER
from tests.storefront.visitors import a_visitor

pytestmark = pytest.mark.usefixtures("it_is_now")


def page_of(order: Order, language: str = "") -> str:
    answer = a_visitor().get(f"{language}/orders/{order.token}/")
    assert answer.status_code == 200
    return answer.content.decode()


def given_back(lakshmi, kind: RefundKind, why: str, *, method: str = "fake", state: str = OrderState.PACKED) -> Order:
    """₹570 were paid, and ₹20 of it go back."""
    order: Order = lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": method}, atta=2), state)
    facts = {"kind": kind, "key": "torn", "amount_paise": 20_00, "by": BY, "at": LATER, "why": why}
    refunds.begin(payment=Payment.objects.get(), **facts)
    return order


def test_what_the_shop_gave_says_why_in_its_own_words(lakshmi):
    page = page_of(given_back(lakshmi, RefundKind.GOODS, "a torn bag"))
    assert "₹20" in page
    assert "a torn bag" in page


def test_what_was_paid_in_cash_and_is_given_back_in_cash_is_on_the_page_too(lakshmi):
    facts = {"method": "cash_on_delivery", "state": OrderState.DELIVERED}
    assert "a torn bag" in page_of(given_back(lakshmi, RefundKind.GOODS, "a torn bag", **facts))


def test_what_goes_back_by_itself_says_nothing_of_what_the_machine_noted(lakshmi):
    page = page_of(given_back(lakshmi, RefundKind.EXCESS, "the scale said less"))
    assert "₹20" in page
    assert "the scale said less" not in page


def test_what_the_machine_wrote_is_read_in_hindi_too(lakshmi):
    page = page_of(given_back(lakshmi, RefundKind.GOODS, WHY), "/hi")
    assert WHY not in page
    assert "पेमेंट कंपनी के अपने पेज पर लौटाया गया" in page
