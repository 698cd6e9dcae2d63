"""Every address of the shop front answers everyone as it should, and looking changes nothing."""

from contextlib import suppress

import pytest
from django.urls import reverse

from kirana.catalog.services import listings
from kirana.flows.remind_khata import page_of
from kirana.invoicing import selectors as documents
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.ledgers import khata
from kirana.storefront import account_urls, payment_urls, urls
from tests.cast import BY, NOW
from tests.flows.totals import ending_in
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, statements, writes
from tests.support.asked import a_ticket

pytestmark = pytest.mark.usefixtures("it_is_now")

ONLY_BY_POST = 405


def once_more(page: str) -> tuple[str, str, str]:
    """To the sign-in, or to the password once more."""
    then = f"?next=%2Faccount%2F2fa%2F{page.replace('/', '%2F')}"
    return f"/account/login/{then}", f"/account/reauthenticate/{then}", f"/account/reauthenticate/{then}"


# What GET answers: to someone unknown, to Asha, and to Chitra who works here.
ADDRESSES = {
    "home": (200, 200, 200),
    "shelves": (200, 200, 200),
    "shelf": (200, 200, 200),
    "offers": (200, 200, 200),
    "search": (200, 200, 200),
    "product": (200, 200, 200),
    "about": (200, 200, 200),
    "basket": (200, 200, 200),
    "basket_bar": (200, 200, 200),
    "basket_lines": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "basket_line": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "basket_wish": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "basket_changes": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "basket_pincode": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "checkout": ("/basket/", "/basket/", "/basket/"),
    "orders": (200, 200, 200),
    "order": (200, 200, 200),
    "order_document": (200, 200, 200),
    "order_document_pdf": (200, 200, 200),
    "order_buyer": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "order_payment": (200, 200, 200),
    "order_payment_return": (503, 503, 503),  # the pretend gateway is out of reach
    "order_cancellation": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "order_again": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "order_problem": (200, 200, 200),
    "help": (200, 200, 200),
    "help_wishes": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "help_request": (200, 200, 200),
    "account": ("/account/login/?next=/account/", 200, 200),
    "account_forget_way": (ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST),
    "account_khata": ("/account/login/?next=/account/khata/", 200, 404),
    "account_khata_statement": ("/account/login/?next=/account/khata/statement.html", 200, 404),
    "khata_page": (200, 200, 200),
    "account_login": (200, "/", "/staff/"),
    "account_signup": (200, "/", "/staff/"),
    "account_logout": ("/", 200, 200),
    "account_inactive": (200, 200, 200),
    "account_reauthenticate": ("/account/login/?next=/account/reauthenticate/", 200, 200),
    "account_email_verification_sent": (200, 200, 200),
    "account_confirm_email": (200, 200, 200),
    "account_change_password": ("/account/login/?next=/account/password/change/", 200, 200),
    "account_set_password": (
        "/account/login/?next=/account/password/set/",
        "/account/password/change/",
        "/account/password/change/",
    ),
    "account_reset_password": (200, 200, 200),
    "account_reset_password_done": (200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200),
    "account_reset_password_from_key_done": (200, 200, 200),
    "mfa_index": ("/account/login/?next=/account/2fa/", 200, 200),
    "mfa_authenticate": ("/account/login/", "/", "/staff/"),
    "mfa_reauthenticate": (
        "/account/login/?next=/account/2fa/reauthenticate/",
        "/account/reauthenticate/",
        "/account/reauthenticate/",
    ),
    "mfa_activate_totp": (*once_more("app/"),),
    "mfa_deactivate_totp": ("/account/login/?next=/account/2fa/app/off/", 404, 404),
    "mfa_view_recovery_codes": ("/account/login/?next=/account/2fa/codes/", 404, 404),
    "mfa_generate_recovery_codes": (*once_more("codes/new/"),),
    "mfa_download_recovery_codes": ("/account/login/?next=/account/2fa/codes/codes.txt", 404, 404),
}
EVERYTHING = [pattern.name for pattern in (*urls.urlpatterns, *payment_urls.urlpatterns, *account_urls.urlpatterns)]


@pytest.fixture
def address_of(lakshmi):
    """The address of a page by its name: of the atta, of its shelf, of an order of Asha's."""
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=5, by=BY, at=NOW
    )
    sent = lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2), OrderState.OUT)
    document = {"token": sent.token, "document": documents.documents_of(reference=sent.number)[0].number}
    with suppress(GatewayError):
        lakshmi.place(ending_in(lakshmi, 5), payment_method="fake")
    unpaid = Order.objects.get(state=OrderState.PENDING)
    parts = {
        "order_document": document,
        "order_document_pdf": document,
        "order_buyer": {"token": order.token},
        "account_khata_statement": {"kind": "html"},
        "account_forget_way": {"saved_id": 1},
        "khata_page": {"token": page_of(account).rstrip("/").rsplit("/", 1)[1]},
        "shelf": {"slug": "atta"},
        "product": {"slug": lakshmi["atta"].product.slug},
        "basket_line": {"listing_id": lakshmi["atta"].pk},
        "basket_wish": {"listing_id": lakshmi["atta"].pk},
        "order": {"token": order.token},
        "order_payment": {"token": unpaid.token},
        "order_payment_return": {"token": unpaid.token},
        "order_cancellation": {"token": order.token},
        "order_again": {"token": order.token},
        "order_problem": {"token": order.token},
        "help_request": {"token": a_ticket(lakshmi).token},
        "account_confirm_email": {"key": "an-old-link"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "an-old-link"},
    }
    return lambda name: reverse(name, kwargs=parts.get(name, {})) + ("?q=atta" if name == "search" else "")


def test_the_table_has_every_address():
    assert sorted(ADDRESSES) == sorted(EVERYTHING)


@pytest.mark.parametrize("name", ADDRESSES)
def test_it_answers(name, lakshmi, address_of):
    people = (None, lakshmi.asha.user, lakshmi.chitra.user)
    answers = [a_visitor(who).get(address_of(name)) for who in people]
    assert tuple(one.headers.get("Location", one.status_code) for one in answers) == ADDRESSES[name]


@pytest.mark.parametrize("name", ADDRESSES)
def test_looking_at_it_writes_nothing(name, lakshmi, address_of):
    browser = a_visitor(lakshmi.asha.user)
    with statements() as sent:
        browser.get(address_of(name))
    assert writes(sent) == []


@pytest.mark.parametrize("name", [name for name, answers in ADDRESSES.items() if answers[0] == 200])
def test_it_answers_in_hindi_under_its_own_address(name, address_of):
    answer = a_visitor().get(f"/hi{address_of(name)}")
    assert answer.status_code == 200
    if name == "order_document_pdf":
        return
    assert answer.headers["Content-Language"] == "hi"
    assert read(answer).language == ("" if name == "basket_bar" else "hi")  # the bar is pieces of a page


@pytest.mark.parametrize("path", ["/products/no-such-thing/", "/shelves/no-such-shelf/", "/orders/no-such-order/"])
def test_what_is_not_there_is_not_found(path, lakshmi):
    answer = a_visitor().get(path)
    assert answer.status_code == 404
    assert "We could not find that" in answer.content.decode()


def test_what_is_no_longer_offered_has_no_page(lakshmi):
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    assert a_visitor().get(reverse("product", kwargs={"slug": lakshmi["milk"].product.slug})).status_code == 404


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-3", "?page=99999999999", "?page=two", "?sort=rubbish", "?from=abc&to=-1", "?veg=%00"]
)
def test_nonsense_in_an_address_is_passed_over(query, lakshmi):
    nonsense, plain = a_visitor().get(f"/shelves/atta/{query}"), a_visitor().get("/shelves/atta/")
    assert nonsense.status_code == 200
    assert nonsense.content.count(b'class="card"') == plain.content.count(b'class="card"') == 4


def test_a_search_for_nothing_leads_to_the_shelves(lakshmi):
    assert a_visitor().get("/search/?q=%20%00").headers["Location"] == "/shelves/"
