"""What becomes of an order when its gateway has answered: once, whatever comes how often."""

import pytest

from kirana.cart import selectors as cart_rows
from kirana.core.outbox import OutboxMessage
from kirana.flows.expire_orders import PATIENCE, expire_orders
from kirana.flows.settle_payment import settle
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment
from kirana.payments.services import PaymentDeclined
from kirana.payments.states import PaymentState
from tests.cast import BY, LATER, NOW, Lakshmi, stock_of
from tests.flows.totals import ending_in

AFTER = NOW + 2 * PATIENCE


@pytest.fixture
def order(lakshmi: Lakshmi) -> Order:
    """A pack and five litres, whose payment the gateway does not know about yet."""
    return lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")


def answer(order: Order, outcome: Outcome, *, cart_id: int | None = None) -> Order:
    """The gateway says how it ended."""
    reason = "The card has expired." if outcome is Outcome.DECLINED else ""
    said = Answer(outcome, gateway_reference="pay_42", amount_paise=order.total_paise, reason=reason)
    return settle(order_id=order.pk, answer=said, cart_id=cart_id, by=BY, at=LATER)


@pytest.mark.parametrize(
    ("outcome", "state", "captured"),
    [
        (Outcome.CAPTURED, PaymentState.CAPTURED, True),
        (Outcome.AUTHORISED, PaymentState.AUTHORISED, False),
        (Outcome.PROMISED, PaymentState.PROMISED, False),
    ],
)
def test_a_good_answer_places_the_order_once(order, nothing_moves, findings, outcome, state, captured):
    placed = answer(order, outcome)
    assert (placed.state, placed.placed_at) == (OrderState.PLACED, LATER)
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise, payment.gateway_reference) == (
        state,
        order.total_paise if captured else 0,
        "pay_42",
    )
    assert OutboxMessage.objects.get().template == "order_placed"
    assert findings() == []
    for again in (outcome, Outcome.DECLINED, Outcome.PENDING):
        with nothing_moves():
            assert answer(order, again).state == OrderState.PLACED


def test_asha_s_basket_is_emptied_when_she_is_there_and_left_alone_when_she_is_not(lakshmi, order):
    cart = lakshmi.a_cart_of(milk=1)
    answer(order, Outcome.CAPTURED, cart_id=cart.pk)
    assert cart_rows.contents(cart_id=cart.pk) == []

    other = lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")
    basket = lakshmi.a_cart_of(eggs=1)
    answer(other, Outcome.CAPTURED)
    assert len(cart_rows.contents(cart_id=basket.pk)) == 1


def test_a_decline_gives_everything_back_and_says_why(lakshmi, order, nothing_moves, findings):
    with pytest.raises(PaymentDeclined) as refused:
        answer(order, Outcome.DECLINED)
    assert refused.value.message == "The card has expired. Please choose another way to pay."
    order.refresh_from_db()
    assert (order.state, order.history.last().why) == (OrderState.CANCELLED, "The card has expired.")
    payment = Payment.objects.get()
    assert (payment.state, payment.history.last().why) == (PaymentState.FAILED, "The card has expired.")
    assert (stock_of(lakshmi["atta"]), stock_of(lakshmi["milk"]), lakshmi.slot.booked) == ((40, 0), (60, 0), 0)
    assert OutboxMessage.objects.count() == 0
    assert findings() == []
    with nothing_moves():
        assert answer(order, Outcome.DECLINED).state == OrderState.CANCELLED


def test_a_gateway_that_does_not_know_yet_leaves_it_waiting(order, nothing_moves):
    with nothing_moves():
        assert answer(order, Outcome.PENDING).state == OrderState.PENDING


def test_an_answer_that_comes_too_late_takes_neither_stock_nor_slot(lakshmi, order, findings):
    expire_orders(at=AFTER)
    late = answer(order, Outcome.CAPTURED)
    assert late.state == OrderState.CANCELLED
    assert (stock_of(lakshmi["atta"]), lakshmi.slot.booked) == ((40, 0), 0)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.xfail(strict=True, reason="money that arrives after an order was given up is forgotten")
def test_money_that_comes_too_late_is_kept_account_of(order, findings):
    expire_orders(at=AFTER)
    answer(order, Outcome.CAPTURED)
    assert Payment.objects.get().captured_paise == order.total_paise or findings() != []
