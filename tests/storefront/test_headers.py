"""What every answer says to the browser, and what the shop's cookies may do."""

import json
import os
import subprocess
import sys

import pytest

from tests.rules.sources import ROOT
from tests.storefront.visitors import a_visitor, carrying, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")

PATHS = ("/", "/basket/", "/account/login/", "/staff/", "/no/such/page/", "/hi/")
HEADERS = {
    "Content-Security-Policy": {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "report-uri /errors/",
    },
    "Permissions-Policy": {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"},
}
PLAIN = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR = 365 * 24 * 3600
OVER_HTTPS = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "HTTPS",
    "CSRF_TRUSTED_ORIGINS",
)


def settings_at(site: str, tmp_path) -> list:
    """The settings about HTTPS of a shop at this address, read by a process of its own."""
    names = ", ".join(f"settings.{name}" for name in OVER_HTTPS)
    program = f"import json; from django.conf import settings; print(json.dumps([{names}]))"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.base",
        "SITE_URL": site,
        "KIRANA_DATA": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_the_browser_what_it_may_do(path, lakshmi):
    headers = a_visitor().get(path).headers
    assert {name: headers[name] for name in PLAIN} == PLAIN
    assert set(headers["Content-Security-Policy"].split("; ")) == HEADERS["Content-Security-Policy"]
    assert set(headers["Permissions-Policy"].split(", ")) == HEADERS["Permissions-Policy"]


def flags(morsel) -> tuple:
    return (morsel["max-age"], morsel["httponly"], morsel["samesite"], morsel["path"])


def test_the_basket_is_remembered_for_a_year_and_no_script_can_read_it(lakshmi):
    answer = a_visitor().post("/basket/lines/", {"listing": lakshmi["atta"].pk, "quantity": 1})
    assert list(answer.cookies) == ["basket"]
    assert flags(answer.cookies["basket"]) == (YEAR, True, "Lax", "/")
    assert len(answer.cookies["basket"].value) == 22  # 128 bits


def test_the_orders_of_a_phone_are_remembered_for_a_year_and_signed(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    answer = carrying(a_visitor(), cart).post("/checkout/", the_form(lakshmi, cart))
    kept = answer.cookies["orders"]
    token = answer.headers["Location"].split("/")[-2]
    assert flags(kept) == (YEAR, True, "Lax", "/")
    assert len(token) == 22
    assert kept.value.startswith(f"{token}:")


def test_the_session_and_the_forms_guard_are_no_scripts_business(lakshmi):
    browser = a_visitor()
    guard = browser.get("/account/login/").cookies["csrftoken"]
    signed_in = browser.post("/account/login/", {"login": "asha@example.com", "password": "a-tin-of-jaggery"})
    assert signed_in.headers["Location"] == "/"
    assert flags(guard)[1:] == (True, "Lax", "/")
    assert flags(signed_in.cookies["sessionid"])[1:] == (True, "Lax", "/")


def test_a_shop_with_https_sends_its_cookies_over_nothing_else(tmp_path):
    assert settings_at("https://kirana.example", tmp_path) == [
        True,
        True,
        True,
        YEAR,
        True,
        True,
        ["https://kirana.example"],
    ]


def test_a_shop_on_this_machine_works_without_https(tmp_path):
    assert settings_at("http://127.0.0.1:8000", tmp_path) == [
        False,
        False,
        False,
        0,
        False,
        False,
        ["http://127.0.0.1:8000"],
    ]
