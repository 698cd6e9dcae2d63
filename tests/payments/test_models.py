"""What the database itself refuses of payments."""

import pytest
from django.db import IntegrityError, transaction

from kirana.payments import services as payments
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState
from tests.cast import BY, NOW

pytestmark = pytest.mark.django_db


def a_payment() -> Payment:
    """Asha's ₹570."""
    return payments.begin(reference="KM-10001", gateway="fake", amount_paise=570_00, by=BY, at=NOW)


def test_no_more_is_captured_than_was_asked():
    payment = a_payment()
    too_much = Answer(Outcome.CAPTURED, gateway_reference="pay_42", amount_paise=570_01)
    with pytest.raises(IntegrityError, match="no_more_is_captured_than_was_asked"), transaction.atomic():
        payments.record(payment=payment, answer=too_much, by=BY, at=NOW)
    row = Payment.objects.get()
    assert (row.state, row.captured_paise, row.history.count()) == (PaymentState.STARTED, 0, 1)


@pytest.mark.parametrize("state", [state for state in PaymentState if state not in PaymentState.dead()])
def test_a_reference_has_one_live_payment(state):
    a_payment()
    Payment.objects.update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_payment()
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("state", PaymentState.dead())
def test_a_dead_payment_makes_way_for_another(state):
    a_payment()
    Payment.objects.update(state=state)
    a_payment()
    assert Payment.objects.count() == 2


def test_a_state_nobody_knows_is_refused():
    a_payment()
    with pytest.raises(IntegrityError, match="payment_state_is_known"), transaction.atomic():
        Payment.objects.update(state="lost")
