"""The payment page: where Asha goes when there is a step to take, and where she comes back to."""

import pytest

from kirana.cart import selectors as cart_rows
from kirana.flows.settle_payment import settle
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment
from tests.cast import BY, LATER, Lakshmi, stock_of
from tests.flows.totals import ending_in
from tests.storefront.visitors import HTMX, a_visitor, carrying, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")
PAID_LATER, DECLINED_LATER = 2, 3


@pytest.fixture(autouse=True)
def pretend_payment(settings):
    settings.PAYMENT_METHODS = ["cash_on_delivery", "fake"]


def pressed(lakshmi: Lakshmi, paise: int):
    """Asha's browser after the button, with the basket it was about, and what she was answered."""
    cart = ending_in(lakshmi, paise)
    browser = carrying(a_visitor(), cart)
    return browser, cart, browser.post("/checkout/", the_form(lakshmi, cart, payment_method="fake"))


def test_a_payment_with_a_step_left_leads_to_its_page_and_from_there_to_the_order(lakshmi, findings):
    browser, cart, answer = pressed(lakshmi, PAID_LATER)
    order = Order.objects.get()
    assert answer.headers["Location"] == f"/orders/{order.token}/payment/"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "One step left: the payment" in page
    assert "Pretend to pay ₹555.02" in page

    done = browser.post(f"/orders/{order.token}/payment/")
    assert done.headers["Location"] == f"/orders/{order.token}/"
    order.refresh_from_db()
    assert (order.state, Payment.objects.get().captured_paise) == (OrderState.PLACED, order.total_paise)
    assert cart_rows.contents(cart_id=cart.pk) == []
    assert findings() == []
    assert browser.post(f"/orders/{order.token}/payment/").status_code == 302
    assert Payment.objects.get().history.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_coming_back_from_the_gateway_asks_it(lakshmi, method):
    browser, _cart, _answer = pressed(lakshmi, PAID_LATER)
    order = Order.objects.get()
    answer = getattr(browser, method)(f"/orders/{order.token}/payment/return/?redirect_status=failed")
    assert answer.headers["Location"] == f"/orders/{order.token}/"
    assert Order.objects.get().state == OrderState.PLACED


def test_a_decline_says_why_and_keeps_the_basket(lakshmi, findings):
    browser, cart, _answer = pressed(lakshmi, DECLINED_LATER)
    order = Order.objects.get()
    answer = browser.post(f"/orders/{order.token}/payment/")
    assert answer.status_code == 402
    assert "The payment was declined. Please choose another way to pay." in answer.content.decode()
    assert len(cart_rows.contents(cart_id=cart.pk)) == 2
    assert stock_of(lakshmi["atta"]) == (40, 0)
    assert findings() == []


def test_the_page_goes_on_by_itself_when_the_gateway_told_us(lakshmi):
    browser, cart, _answer = pressed(lakshmi, PAID_LATER)
    order, address = Order.objects.get(), f"/orders/{Order.objects.get().token}/payment/"
    assert browser.get(address, headers=HTMX).headers.get("HX-Redirect") is None
    paid = Answer(Outcome.CAPTURED, "pay_42", order.total_paise)
    settle(payment=Payment.objects.get(), answer=paid, by=BY, at=LATER)
    lakshmi.a_cart_of()
    assert browser.get(address, headers=HTMX).headers["HX-Redirect"] == f"/orders/{order.token}/"
    assert cart_rows.contents(cart_id=cart.pk) == []


def test_what_was_added_to_the_basket_since_stays_in_it(lakshmi):
    browser, cart, _answer = pressed(lakshmi, PAID_LATER)
    browser.post("/basket/lines/", {"listing": lakshmi["eggs"].pk, "quantity": "1"})
    browser.post(f"/orders/{Order.objects.get().token}/payment/")
    assert [item.listing_id for item in cart_rows.contents(cart_id=cart.pk)] == [lakshmi["eggs"].pk]


def test_nobody_finds_the_payment_of_an_order_without_its_token(lakshmi):
    pressed(lakshmi, PAID_LATER)
    for path in ("/orders/KM-10001/payment/", "/orders/x/payment/return/"):
        assert a_visitor(lakshmi.bilal.user).get(path).status_code == 404


def test_the_checkout_says_what_is_held_before_the_button(lakshmi):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(atta=1, onions=1500))
    assert "₹372.70 is held; after weighing only the final bill is taken." in browser.get("/checkout/").content.decode()
