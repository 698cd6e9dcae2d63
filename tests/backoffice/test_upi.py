"""The screen on which Chitra confirms UPI transfers, and what it says when she mistypes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kirana.payments.models import Refund
from kirana.payments.states import PaymentState, RefundState
from tests.backoffice.upi_screens import UTR, a_refund, a_transfer
from tests.storefront.visitors import a_visitor, nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")


@pytest.fixture
def chitra(floor):
    return a_visitor(floor.lakshmi.chitra.user)


def test_chitra_sees_what_is_waited_for_and_confirms_it(chitra, floor):
    payment = a_transfer(floor)
    page = chitra.get("/staff/money/upi/").content.decode()
    assert payment.reference in page
    assert "₹570" in page
    answer = chitra.post(f"/staff/money/upi/{payment.pk}/receipt/", {f"payment-{payment.pk}-utr": "4123 4567 8901"})
    assert answer.headers["Location"] == "/staff/money/upi/"
    payment.refresh_from_db()
    assert (payment.state, payment.utr) == (PaymentState.CAPTURED, UTR)
    assert "Nobody is paying by UPI just now." in chitra.get("/staff/money/upi/").content.decode()


@pytest.mark.parametrize("typed", ["41234567890", "4123 4567 890A", "my own"])
def test_a_number_that_is_no_utr_comes_back_as_it_was_typed(chitra, floor, typed):
    payment = a_transfer(floor)
    with nothing_is_written():
        answer = chitra.post(f"/staff/money/upi/{payment.pk}/receipt/", {f"payment-{payment.pk}-utr": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A UTR has twelve digits." in page
    assert f'value="{typed}"' in page


def test_a_utr_that_was_used_is_refused_by_name(chitra, floor):
    used = a_refund(floor).payment
    payment = a_transfer(floor)
    assert payment.pk != used.pk
    with nothing_is_written():
        answer = chitra.post(f"/staff/money/upi/{payment.pk}/receipt/", {f"payment-{payment.pk}-utr": UTR})
    assert answer.status_code == 422
    assert f"The UTR {UTR} was already used for {used.reference}." in answer.content.decode()


def test_chitra_sends_a_refund_and_writes_its_number_down(chitra, floor):
    refund = a_refund(floor)
    assert f"It came with UTR {UTR}." in chitra.get("/staff/money/upi/").content.decode()
    chitra.post(f"/staff/money/upi/refunds/{refund.pk}/receipt/", {f"refund-{refund.pk}-utr": "412345678903"})
    assert Refund.objects.get().state == RefundState.DONE
    assert "Nothing is to be sent back." in chitra.get("/staff/money/upi/").content.decode()


def test_the_screen_asks_the_database_as_often_however_many_wait(chitra, floor, django_assert_num_queries):
    a_transfer(floor)
    with CaptureQueriesContext(connection) as one:
        chitra.get("/staff/money/upi/")
    for _ in range(3):
        floor.lakshmi.a_placed_order(atta=1, wish={"payment_method": "upi_qr"})
    with django_assert_num_queries(len(one)):
        chitra.get("/staff/money/upi/")
