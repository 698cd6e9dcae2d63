"""Money for a reference: begun, promised, held, taken, repriced, cancelled."""

from datetime import timedelta

import pytest
from django.db import transaction

from kirana.core import locks
from kirana.core.locks import NetworkInsideTransaction
from kirana.core.states import IllegalMove, StateRaced
from kirana.payments import services as payments
from kirana.payments.books import check
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment
from kirana.payments.services import WrongAmount
from kirana.payments.states import PaymentState
from tests.cast import BY, LATER, NOW

pytestmark = pytest.mark.django_db
REFERENCE = "KM-10001"


def a_payment(outcome: Outcome | None = None, *, gateway: str = "fake", amount_paise: int = 570_00) -> Payment:
    """Asha's ₹570, begun; and, with an outcome, answered."""
    payment = payments.begin(reference=REFERENCE, gateway=gateway, amount_paise=amount_paise, by=BY, at=NOW)
    if outcome is not None:
        answer(payment, outcome)
    return payment


def answer(payment: Payment, outcome: Outcome, *, amount_paise: int = 570_00) -> None:
    """The gateway has said this."""
    said = Answer(outcome, gateway_reference="pay_42", amount_paise=amount_paise, reason="The card has expired.")
    payments.record(payment=payment, answer=said, by=BY, at=LATER)


def kept(payment: Payment) -> tuple[str, int, int, str]:
    """State, amount, captured and the gateway's own id, as the table has them."""
    row = Payment.objects.get(pk=payment.pk)
    return row.state, row.amount_paise, row.captured_paise, row.gateway_reference


def moves(payment: Payment) -> list[str]:
    """What has happened to it, first to last."""
    return list(payment.history.values_list("move", flat=True))


def test_a_payment_is_written_down_before_anyone_is_asked():
    payment = a_payment()
    assert kept(payment) == (PaymentState.STARTED, 570_00, 0, "")
    first = payment.history.get()
    assert (first.from_state, first.to_state, first.move, first.by, first.at) == ("", "started", "begin", str(BY), NOW)


@pytest.mark.parametrize(
    ("outcome", "state", "captured_paise", "move"),
    [
        (Outcome.PROMISED, PaymentState.PROMISED, 0, "promise"),
        (Outcome.AUTHORISED, PaymentState.AUTHORISED, 0, "authorise"),
        (Outcome.CAPTURED, PaymentState.CAPTURED, 570_00, "capture"),
        (Outcome.DECLINED, PaymentState.FAILED, 0, "fail"),
    ],
)
def test_what_the_gateway_said_is_written_once(outcome, state, captured_paise, move):
    payment = a_payment(outcome)
    assert kept(payment) == (state, 570_00, captured_paise, "pay_42")
    assert moves(payment) == ["begin", move]

    answer(payment, outcome)
    if outcome is not Outcome.AUTHORISED:  # a hold can end by itself
        answer(payment, Outcome.DECLINED)  # a late, contrary word changes nothing
    assert kept(payment) == (state, 570_00, captured_paise, "pay_42")
    assert moves(payment) == ["begin", move]
    assert list(check()) == []


def test_a_hold_that_the_gateway_let_go_of_has_failed_and_nothing_is_taken():
    payment = a_payment(Outcome.AUTHORISED)
    answer(payment, Outcome.DECLINED)
    assert kept(payment) == (PaymentState.FAILED, 570_00, 0, "pay_42")
    assert moves(payment) == ["begin", "authorise", "fail"]
    assert list(check()) == []


def test_a_decline_keeps_its_reason():
    assert a_payment(Outcome.DECLINED).history.last().why == "The card has expired."


def test_a_gateway_that_does_not_know_yet_moves_nothing_and_leaves_its_own_id():
    payment = a_payment(Outcome.PENDING)
    assert kept(payment) == (PaymentState.STARTED, 570_00, 0, "pay_42")
    assert moves(payment) == ["begin"]


def test_two_answers_at_once_are_one():
    payment = a_payment()
    seen_twice = Payment.objects.get(pk=payment.pk)
    answer(payment, Outcome.CAPTURED)
    with pytest.raises(StateRaced):
        answer(seen_twice, Outcome.DECLINED)
    assert kept(payment) == (PaymentState.CAPTURED, 570_00, 570_00, "pay_42")
    assert moves(payment) == ["begin", "capture"]


# --- asking the gateway -----------------------------------------------------------------------------


def test_asking_twice_is_one_charge():
    payment = a_payment()
    first, second = (payments.ask_gateway(payment=payment) for _ in range(2))
    assert first == second == Answer(Outcome.CAPTURED, f"fake-{payment.gateway_key}", 570_00)
    assert kept(payment) == (PaymentState.STARTED, 570_00, 0, "")


@pytest.mark.parametrize("opened_by", [transaction.atomic, locks.transaction], ids=["Django's", "ours"])
def test_no_gateway_is_asked_while_a_transaction_is_open(opened_by):
    payment = a_payment()
    with pytest.raises(NetworkInsideTransaction), opened_by():
        payments.ask_gateway(payment=payment)


# --- the weighed bill -------------------------------------------------------------------------------


def test_a_promise_follows_the_weighed_bill_and_says_so():
    payment = a_payment(Outcome.PROMISED)
    payments.follow_bill(payment=payment, amount_paise=573_04, by=BY, at=LATER)
    assert kept(payment) == (PaymentState.PROMISED, 573_04, 0, "pay_42")
    assert (payment.history.last().move, payment.history.last().why) == ("reprice", "₹570 → ₹573.04")


def test_a_bill_that_did_not_change_leaves_no_trace():
    payment = a_payment(Outcome.PROMISED)
    payments.follow_bill(payment=payment, amount_paise=570_00, by=BY, at=LATER)
    assert moves(payment) == ["begin", "promise"]


@pytest.mark.parametrize("outcome", [Outcome.CAPTURED, Outcome.AUTHORISED, Outcome.DECLINED])
def test_only_a_promise_can_be_repriced(outcome):
    payment = a_payment(outcome)
    before = kept(payment)
    with pytest.raises(IllegalMove):
        payments.follow_bill(payment=payment, amount_paise=573_04, by=BY, at=LATER)
    assert kept(payment) == before


# --- at the door ------------------------------------------------------------------------------------


def test_dev_takes_the_whole_bill_and_keeps_the_utr():
    payment = a_payment(Outcome.PROMISED, gateway="upi_on_delivery")
    payments.take_at_the_door(payment=payment, amount_paise=570_00, utr="407123456789", by=BY, at=LATER)
    assert kept(payment) == (PaymentState.CAPTURED, 570_00, 570_00, "407123456789")
    assert payment.history.last().at == LATER
    assert list(check()) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (569_99, "The bill is ₹570, not ₹569.99."),
        (570_01, "The bill is ₹570, not ₹570.01."),
        (0, "The bill is ₹570, not ₹0."),
    ],
)
def test_a_paisa_more_or_less_is_refused(given, sentence):
    payment = a_payment(Outcome.PROMISED)
    with pytest.raises(WrongAmount) as refused:
        payments.take_at_the_door(payment=payment, amount_paise=given, utr="", by=BY, at=LATER)
    assert refused.value.message == sentence
    assert kept(payment) == (PaymentState.PROMISED, 570_00, 0, "pay_42")
    assert moves(payment) == ["begin", "promise"]


def test_money_is_taken_once():
    payment = a_payment(Outcome.CAPTURED)
    with pytest.raises(IllegalMove):
        payments.take_at_the_door(payment=payment, amount_paise=570_00, utr="again", by=BY, at=LATER)
    assert kept(payment) == (PaymentState.CAPTURED, 570_00, 570_00, "pay_42")


# --- calling it off ---------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [None, Outcome.PROMISED, Outcome.AUTHORISED])
def test_money_not_yet_taken_can_be_let_go(outcome):
    payment = a_payment(outcome)
    payments.cancel(payment=payment, by=BY, at=LATER, why="Asha changed her mind")
    assert kept(payment)[0] == PaymentState.CANCELLED
    assert (payment.history.last().why, payment.history.last().at) == ("Asha changed her mind", LATER)


@pytest.mark.parametrize("outcome", [Outcome.CAPTURED, Outcome.DECLINED])
def test_what_has_ended_cannot_be_let_go(outcome):
    payment = a_payment(outcome)
    before = kept(payment)
    with pytest.raises(IllegalMove):
        payments.cancel(payment=payment, by=BY, at=LATER + timedelta(minutes=1), why="too late")
    assert kept(payment) == before


# --- the key a gateway is sent ----------------------------------------------------------------------


def test_after_the_database_was_put_back_no_key_comes_again(db):
    """The numbers of rows come again after a restore; what a gateway knows a charge by must not."""
    keys = []
    for _restored in range(2):
        payment = payments.begin(reference="KM-1", gateway="fake", amount_paise=570_00, by=BY, at=NOW)
        keys.append(payment.gateway_key)
        assert payments.ask_gateway(payment=payment).gateway_reference == f"fake-{payment.gateway_key}"
        payment.history.all().delete()
        payment.delete()
    assert len(set(keys)) == 2
    assert all(len(key) == 24 for key in keys)
