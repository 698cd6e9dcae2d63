"""Money is shown once more before it leaves, and nothing that was typed is lost on the way."""

import pytest

from kirana.payments.models import Refund
from tests.backoffice.paid import paid
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, nothing_is_written

TYPED = {"key": "a-key", "amount": "20", "why": "a torn bag"}


@pytest.fixture
def chitra(floor):
    return a_visitor(floor.lakshmi.chitra.user)


@pytest.fixture
def address(floor) -> str:
    return f"/staff/money/refunds/{paid(floor).reference}/"


def test_the_first_press_asks_and_gives_nothing(chitra, address):
    with nothing_is_written():
        answer = chitra.post(address, TYPED)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Give ₹20 back?" in page
    assert "a torn bag" in page


def test_yes_gives_it_back_once_however_often_it_is_pressed(chitra, address):
    asked = {**read(chitra.post(address, TYPED)).form().values, "step": "sure"}
    for _press in range(2):
        assert chitra.post(address, asked).status_code == 302
    assert [(refund.amount_paise, refund.why) for refund in Refund.objects.all()] == [(20_00, "a torn bag")]


def test_change_it_leads_back_with_what_was_typed(chitra, address):
    asked = {**read(chitra.post(address, TYPED)).form().values, "step": "change"}
    with nothing_is_written():
        form = read(chitra.post(address, asked)).form()
    assert {name: form[name] for name in TYPED} == TYPED


def test_more_than_was_paid_is_said_before_anything_is_asked(chitra, address):
    with nothing_is_written():
        answer = chitra.post(address, TYPED | {"amount": "99999"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is left to give back" in page
    assert "Yes, give it back" not in page
