"""The payment page with each gateway's own part on it: what is shown, what the browser may load, and coming back."""

import hashlib
import hmac

import pytest

from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState
from tests.cast import Lakshmi
from tests.payments.gateways.razorpay_side import RazorpaySide
from tests.storefront.visitors import a_visitor, carrying, nothing_is_written, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")


def pressed(lakshmi: Lakshmi, settings, code: str):
    """Asha's browser after the button, and the payment page it came to."""
    settings.PAYMENT_METHODS = ["cash_on_delivery", code]
    cart = lakshmi.a_cart_of(atta=2)
    browser = carrying(a_visitor(), cart)
    answer = browser.post("/checkout/", the_form(lakshmi, cart, payment_method=code))
    assert answer.headers["Location"] == f"/orders/{Order.objects.get().token}/payment/"
    return browser, browser.get(answer.headers["Location"])


def test_upi_is_paid_by_a_code_or_a_link_and_loads_nothing_from_others(lakshmi, settings, upi_address):
    browser, page = pressed(lakshmi, settings, "upi_qr")
    words = page.content.decode()
    number = Order.objects.get().number.replace("-", "")
    assert f'href="upi://pay?pa=lakshmi@okbank&amp;pn=Lakshmi%20Stores&amp;am=570.00&amp;tr={number}' in words
    assert '<svg viewBox="0 0 ' in words
    assert "style=" not in words
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    again = browser.post(f"/orders/{Order.objects.get().token}/payment/").content.decode()  # "I have paid"
    assert "upi://pay?" in again
    assert Order.objects.get().state == OrderState.PENDING


def test_a_card_is_paid_in_stripes_fields_and_only_this_page_may_load_them(lakshmi, settings, stripe_wire):
    browser, page = pressed(lakshmi, settings, "stripe")
    words, payment = page.content.decode(), Payment.objects.get()
    assert f'client-secret="{payment.next_step["client_secret"]}"' in words
    assert 'publishable-key="pk_test_lakshmi"' in words
    assert "sk_test" not in words
    assert "script-src 'self' https://js.stripe.com" in page.headers["Content-Security-Policy"]
    assert "https://js.stripe.com" not in browser.get("/basket/").headers["Content-Security-Policy"]


def test_razorpays_sheet_opens_over_this_page_and_no_other(lakshmi, settings, razorpay_far):
    browser, page = pressed(lakshmi, settings, "razorpay")
    words, payment = page.content.decode(), Payment.objects.get()
    assert f'order-id="{payment.gateway_reference}"' in words
    assert 'key-id="rzp_test_lakshmi"' in words
    assert "key_secret" not in words
    assert "script-src 'self' https://checkout.razorpay.com" in page.headers["Content-Security-Policy"]
    assert "https://checkout.razorpay.com" not in browser.get("/").headers["Content-Security-Policy"]


def signed_for(order_id: str, payment_id: str) -> str:
    """What Razorpay's sheet comes back with."""
    return hmac.new(b"key_secret", f"{order_id}|{payment_id}".encode(), hashlib.sha256).hexdigest()


def test_asha_comes_back_from_razorpay_with_a_signature_and_the_order_is_placed(
    lakshmi, settings, razorpay_far: RazorpaySide, findings
):
    browser, _page = pressed(lakshmi, settings, "razorpay")
    order = Payment.objects.get().gateway_reference
    paid = razorpay_far.pay(order)["id"]
    said = {"razorpay_payment_id": paid, "razorpay_signature": signed_for(order, paid)}
    browser.post(f"/orders/{Order.objects.get().token}/payment/", said)
    payment = Payment.objects.get()
    assert (payment.state, payment.authorised_paise) == (PaymentState.AUTHORISED, 570_00)
    assert Order.objects.get().state == OrderState.PLACED
    assert findings() == []


def test_bilal_comes_back_with_a_signature_of_his_own_and_nothing_is_believed(lakshmi, settings, razorpay_far):
    browser, _page = pressed(lakshmi, settings, "razorpay")
    forged = {"razorpay_payment_id": "pay_of_bilal", "razorpay_signature": "0" * 64}
    with nothing_is_written():
        answer = browser.post(f"/orders/{Order.objects.get().token}/payment/", forged)
    assert answer.status_code == 400
    assert "This answer did not come from the payment service." in answer.content.decode()
    assert [path for verb, path in razorpay_far.seen if path.endswith("/payments")] == []


def test_a_bank_that_says_no_is_told_and_asha_tries_again(lakshmi, settings, razorpay_far):
    browser, _page = pressed(lakshmi, settings, "razorpay")
    order = Payment.objects.get().gateway_reference
    razorpay_far.pay(order, status="failed", why="insufficient_funds")
    address = f"/orders/{Order.objects.get().token}/payment/"
    browser.post(address)
    assert "There is not enough money in this account." in browser.get(address).content.decode()
    assert Order.objects.get().state == OrderState.PENDING
    razorpay_far.pay(order)
    browser.post(address)
    assert Order.objects.get().state == OrderState.PLACED
