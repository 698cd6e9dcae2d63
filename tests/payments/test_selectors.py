"""What is asked about payments."""

import pytest

from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.models import Payment
from tests.cast import BY, LATER, NOW

pytestmark = pytest.mark.django_db


def a_payment(reference: str = "KM-10001") -> Payment:
    """₹570 for a reference."""
    return payments.begin(reference=reference, gateway="fake", amount_paise=570_00, by=BY, at=NOW)


def test_the_live_payment_is_the_one_that_money_may_come_of():
    lost = a_payment()
    payments.cancel(payment=lost, by=BY, at=LATER, why="another card")
    assert payment_rows.live(reference="KM-10001") is None
    assert payment_rows.latest(reference="KM-10001") == lost

    second = a_payment()
    a_payment("KM-10002")
    assert payment_rows.live(reference="KM-10001") == second
    assert payment_rows.lock_live(reference="KM-10001") == second
    assert payment_rows.latest(reference="KM-10001") == second


def test_an_unknown_reference_has_none():
    assert payment_rows.live(reference="KM-1") is None
    assert payment_rows.latest(reference="KM-1") is None
    assert payment_rows.lock_live(reference="KM-1") is None
