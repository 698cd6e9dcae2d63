"""What a payment may become, and everything it may not."""

import pytest

from kirana.core.states import IllegalMove
from kirana.payments import services as payments
from kirana.payments.models import Payment
from kirana.payments.states import PAYMENTS, PaymentState
from tests.cast import BY, LATER, NOW

S = PaymentState
LEGAL = {
    ("promise", S.STARTED): S.PROMISED,
    ("authorise", S.STARTED): S.AUTHORISED,
    ("capture", S.STARTED): S.CAPTURED,
    ("capture", S.PROMISED): S.CAPTURED,
    ("capture", S.AUTHORISED): S.CAPTURED,
    ("reprice", S.PROMISED): S.PROMISED,
    ("fail", S.STARTED): S.FAILED,
    ("fail", S.AUTHORISED): S.FAILED,
    ("cancel", S.STARTED): S.CANCELLED,
    ("cancel", S.PROMISED): S.CANCELLED,
    ("cancel", S.AUTHORISED): S.CANCELLED,
    ("cancel", S.LETTING_GO): S.CANCELLED,
    ("begin_capture", S.AUTHORISED): S.CAPTURING,
    ("capture", S.CAPTURING): S.CAPTURED,
    ("capture", S.LETTING_GO): S.CAPTURED,
    ("fail", S.CAPTURING): S.FAILED,
    ("let_go", S.STARTED): S.LETTING_GO,
    ("let_go", S.AUTHORISED): S.LETTING_GO,
    ("let_go", S.CAPTURING): S.LETTING_GO,
    ("arrive", S.FAILED): S.CAPTURED,
    ("arrive", S.CANCELLED): S.CAPTURED,
    ("hold_late", S.FAILED): S.AUTHORISED,
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", PaymentState)
@pytest.mark.parametrize("verb", [move.name for move in PAYMENTS.moves])
def test_every_move_is_made_or_refused_as_the_table_says(verb, state):
    payment = payments.begin(reference="KM-10001", gateway="fake", amount_paise=570_00, by=BY, at=NOW)
    Payment.objects.update(state=state)
    payment.refresh_from_db()
    target = LEGAL.get((verb, state))
    if target is None:
        with pytest.raises(IllegalMove):
            PAYMENTS.move(payment, verb, by=BY, at=LATER)
    else:
        PAYMENTS.move(payment, verb, by=BY, at=LATER, why="asked")
    payment.refresh_from_db()
    assert payment.state == (target or state)
    assert payment.history.count() == (1 if target is None else 2)


def test_what_is_paid_stays_paid_and_only_late_money_moves_what_had_ended():
    assert [state for state in S if not PAYMENTS.moves_from(state)] == [S.CAPTURED]
    late = {move.name for state in S.dead() for move in PAYMENTS.moves_from(state)}
    assert late == {"arrive", "hold_late"}
    assert S.dead() == [S.FAILED, S.CANCELLED]
