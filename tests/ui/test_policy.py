"""A page that shows a gateway's own fields may load them; no other page may load anything."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_permissions_policy import PermissionsPolicyMiddleware

from kirana.payments import gateways
from kirana.ui.policy import ContentPolicy, allow


def headers(code: str) -> tuple[dict[str, str], str, str]:
    """What the browser is told with the payment page of a gateway: CSP, permission to pay, windows."""

    def page(request: HttpRequest) -> HttpResponse:
        return allow(request, HttpResponse(), gateways.by_code(code).sources)

    answer = ContentPolicy(PermissionsPolicyMiddleware(page))(RequestFactory().get("/"))
    policy = dict(one.split(" ", 1) for one in answer["Content-Security-Policy"].split("; "))
    (pay,) = (one for one in answer["Permissions-Policy"].split(", ") if one.startswith("payment="))
    return policy, pay, answer.get("Cross-Origin-Opener-Policy", "")


OURS = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "report-uri": "/errors/",
}


@pytest.mark.parametrize("code", ["cash_on_delivery", "upi_on_delivery", "upi_qr", "fake"])
def test_a_way_to_pay_of_our_own_loads_nothing_from_others(code):
    assert headers(code) == (OURS, "payment=()", "")


def test_stripes_fields_are_loaded_from_stripe_and_from_nowhere_else():
    policy, pay, windows = headers("stripe")
    assert policy == OURS | {
        "script-src": "'self' https://js.stripe.com https://*.js.stripe.com",
        "frame-src": "'self' https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        "connect-src": "'self' https://api.stripe.com",
        "img-src": "'self' data: https://*.stripe.com",
    }
    assert pay == 'payment=(self "https://js.stripe.com" "https://hooks.stripe.com")'
    assert windows == "same-origin-allow-popups"


def test_razorpays_sheet_is_loaded_from_razorpay_and_from_nowhere_else():
    policy, pay, windows = headers("razorpay")
    assert policy == OURS | {
        "script-src": "'self' https://checkout.razorpay.com",
        "frame-src": "'self' https://api.razorpay.com https://checkout.razorpay.com",
        "connect-src": "'self' https://api.razorpay.com https://lumberjack.razorpay.com",
        "img-src": "'self' data: https://*.razorpay.com",
    }
    assert pay == 'payment=(self "https://api.razorpay.com" "https://checkout.razorpay.com")'
    assert windows == "same-origin-allow-popups"


@pytest.mark.parametrize("code", ["stripe", "razorpay"])
def test_no_way_to_pay_may_run_a_script_that_stands_in_the_page(code):
    assert [values for values in headers(code)[0].values() if "unsafe" in values] == []
