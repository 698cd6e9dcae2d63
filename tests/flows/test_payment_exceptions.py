"""What does not add up, order by order; what is stuck; and what the shop says of both when it is asked."""

from datetime import timedelta

import pytest

from kirana.flows import payment_exceptions as exceptions
from kirana.flows.cancel_order import cancel_order
from kirana.flows.refund_order import refund_order
from kirana.ops.checks import Verdict, by_key
from kirana.orders import stuck
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import checks
from kirana.payments.models import Forgery, Payment, WebhookEvent
from kirana.payments.services import inbox
from kirana.payments.states import EVENTS
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.flows.totals import ending_in
from tests.money import the_worker_asks

CHECKS = (stuck.CHECK, *checks.CHECKS)
TOMORROW = NOW + timedelta(days=1)


def found(at=TOMORROW) -> list[tuple[str, str, int]]:
    """Code, reference and amount of every exception."""
    return [(one.code, one.reference, one.amount_paise) for one in exceptions.find(at)]


def a_paid_order(lakshmi: Lakshmi, state: OrderState = OrderState.DELIVERED) -> Order:
    return lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2), state)


def test_what_adds_up_is_not_listed(lakshmi):
    a_paid_order(lakshmi)
    lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.DELIVERED)
    cancel_order(order=a_paid_order(lakshmi, OrderState.PACKED), by=lakshmi.chitra.as_actor(), at=LATER, why="no rider")
    the_worker_asks()
    assert found() == []


def test_a_refund_that_failed_is_listed_with_what_to_do(lakshmi):
    order = a_paid_order(lakshmi)
    refund_order(order=order, amount_paise=100_08, key="one", by=BY, at=LATER, why="torn")
    the_worker_asks()
    assert found() == [("refund_failed", order.number, 100_08)]
    (one,) = exceptions.find(TOMORROW)
    assert one.sentence == "A refund of ₹100.08 did not arrive. The bank did not take it back."
    assert "give it by hand" in one.action


def test_a_gateway_that_answers_nothing_is_listed_after_an_hour(lakshmi):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    Payment.objects.update(amount_paise=555_05)  # let go, it is out of reach
    cancel_order(order=order, by=BY, at=LATER, why="changed my mind")
    the_worker_asks()
    assert found(at=NOW + timedelta(minutes=30)) == []
    assert found() == [("payment_unanswered", order.number, 555_05)]


@pytest.mark.parametrize(("captured", "off"), [(600_00, 30_00), (500_00, -70_00)])
def test_money_that_is_too_much_or_missing_is_named_to_the_order(lakshmi, captured, off):
    order = a_paid_order(lakshmi)
    Payment.objects.update(amount_paise=captured, captured_paise=captured)
    assert found() == [("does_not_add_up", order.number, off)]


def test_what_a_gateway_says_of_nobodys_charge_is_listed(lakshmi):
    event = WebhookEvent.objects.create(
        gateway="fake",
        event_id="evt_1",
        kind="charge.captured",
        reference="KM-1",
        says={"answer": {"outcome": "captured", "amount_paise": 99_00}},
        body=b"{}",
        received_at=NOW,
    )
    EVENTS.begin(event, by=BY, at=NOW)
    inbox.close(event=event, verb="keep", at=NOW)
    assert found() == [("nobodys_event", "KM-1", 99_00)]


# --- stuck orders -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["placed", "accepted", "picking", "packed", "out"])
def test_an_order_that_stays_is_found_and_what_mends_it_is_said(lakshmi, state):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState(state))
    assert stuck.find(at=NOW + timedelta(minutes=20)) == []
    (late,) = stuck.find(at=TOMORROW)
    assert (late.number, late.state) == (order.number, state)
    assert late.action


def test_an_order_for_this_evening_is_not_late_in_the_morning(lakshmi):
    """It is nine; the slot begins at five."""
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.ACCEPTED)
    assert stuck.find(at=NOW + timedelta(hours=6, minutes=59)) == []
    assert len(stuck.find(at=NOW + timedelta(hours=7, minutes=1))) == 1


def test_what_has_ended_is_never_stuck(lakshmi):
    a_paid_order(lakshmi)
    cancel_order(order=lakshmi.a_placed_order(atta=1), by=BY, at=LATER, why="no")
    assert stuck.find(at=TOMORROW) == []


# --- what the shop says when it is asked ------------------------------------------------------------


def verdicts(at=TOMORROW) -> dict[str, str]:
    return {check.key: check.run(at).verdict.value for check in CHECKS}


def test_every_check_is_known_and_shows_figures(lakshmi):
    for check in CHECKS:
        assert by_key(check.key) == check
        answer = check.run(NOW)
        assert answer.figures or answer.verdict is Verdict.NOT_CONNECTED


def test_a_shop_that_takes_money_at_the_door_is_well_and_says_what_is_not_connected(lakshmi):
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    assert verdicts(NOW) == {
        "orders.stuck": "good",
        "payments.flow": "good",
        "payments.webhooks": "not_connected",
        "gateway.reachable": "not_connected",
        "refunds.stuck": "good",
    }


def test_trouble_is_seen(lakshmi, settings):
    settings.PAYMENT_METHODS = ["cash_on_delivery", "fake"]
    refund_order(order=a_paid_order(lakshmi), amount_paise=100_08, key="one", by=BY, at=LATER, why="torn")
    refund_order(order=Order.objects.get(), amount_paise=50_05, key="two", by=BY, at=LATER, why="torn")
    for minute in (1, 3, 9):
        the_worker_asks(at=LATER + timedelta(minutes=minute))
    lakshmi.a_placed_order(atta=1)
    Forgery.objects.create(gateway="fake", on=TOMORROW.date(), times=21)
    assert verdicts() == {
        "orders.stuck": "act",
        "payments.flow": "good",
        "payments.webhooks": "watch",
        "gateway.reachable": "act",
        "refunds.stuck": "act",
    }


def test_a_worker_that_is_down_is_seen(lakshmi, settings):
    settings.PAYMENT_METHODS = ["fake"]
    lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")
    assert verdicts(NOW + timedelta(minutes=5))["payments.flow"] == "good"
    assert verdicts(NOW + timedelta(minutes=12))["payments.flow"] == "act"
