"""When something is wrong, the page says so in a sentence and with a way on."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from kirana.ui import errors
from tests.storefront.pages import read
from tests.storefront.visitors import HTMX, a_visitor, carrying

pytestmark = pytest.mark.usefixtures("it_is_now")


def heading(answer) -> str:
    """The page's title, which is its heading too."""
    page = read(answer)
    assert page.texts.count(page.texts[0]) == 2
    return page.texts[0]


def test_an_address_nobody_lives_at(lakshmi):
    answer = a_visitor().get("/no/such/page/")
    assert answer.status_code == 404
    assert heading(answer) == "This page is not on our shelves"
    assert read(answer).links[-1] == "/"


def test_the_same_in_hindi(lakshmi):
    answer = a_visitor().get("/hi/no/such/page/")
    with translation.override("hi"):
        expected = translation.gettext("This page is not on our shelves")
    assert answer.status_code == 404
    assert expected != "This page is not on our shelves"
    assert heading(answer) == expected
    assert read(answer).links[-1] == "/hi/"


@pytest.mark.urls("tests.storefront.broken_urls")
def test_a_fault_of_ours_is_told_without_its_secrets(lakshmi):
    browser = a_visitor(raise_request_exception=False)
    answer = browser.get("/broken/")
    assert answer.status_code == 500
    assert heading(answer) == "Something broke on our side"
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "hi"])
def test_that_page_is_shown_when_there_is_no_database(language):
    """This test has no database: whoever asked it here would fail."""
    with translation.override(language):
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert read(answer).language == language


def test_a_shop_without_a_store_says_that_there_is_nothing_here(db):
    answer = a_visitor().get("/")
    assert answer.status_code == 404
    assert heading(answer) == "We could not find that"


def test_a_refusal_of_staff_says_why(lakshmi):
    answer = a_visitor(lakshmi.dev.user).get("/staff/log/")
    assert answer.status_code == 403
    assert "Your role does not allow this." in read(answer).texts


def test_a_refusal_of_a_piece_of_a_page_is_a_notice_above_it(lakshmi):
    browser = carrying(a_visitor(), lakshmi.a_cart_of(atta=2))
    answer = browser.post(f"/basket/lines/{lakshmi['atta'].pk}/", {"quantity": "100"}, headers=HTMX)
    assert answer.status_code == 422
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#notices", "innerHTML")
    assert read(answer).texts == ["Please choose between 1 and 99.", "Close"]


def test_a_form_that_is_too_old_says_what_to_do(lakshmi):
    answer = a_visitor(enforce_csrf_checks=True).post("/account/login/", {"login": "asha@example.com"})
    assert answer.status_code == 403
    assert heading(answer) == "This form is too old"


def test_a_host_that_is_not_ours_is_not_served(lakshmi):
    answer = a_visitor().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/basket/lines/", "/staff/content/pictures/mending/"])
def test_the_address_of_a_button_opened_as_a_page_says_what_it_is(path, lakshmi):
    browser = a_visitor(lakshmi.chitra.user)
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert heading(answer) == "This address belongs to a button"
    assert browser.put(path).content == b""
