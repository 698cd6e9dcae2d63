"""What becomes of an order when its gateway has answered: once, whatever comes how often."""

from datetime import datetime, timedelta

import pytest

from kirana.cart import selectors as cart_rows
from kirana.core.actors import GUEST
from kirana.core.outbox import OutboxMessage
from kirana.delivery.models import Slot
from kirana.flows.cancel_order import cancel_order
from kirana.flows.expire_orders import PATIENCE, expire_orders
from kirana.flows.settle_payment import settle
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment, Refund
from kirana.payments.services import PaymentDeclined
from kirana.payments.states import PaymentState
from tests.cast import BY, LATER, NOW, Lakshmi, stock_of
from tests.flows.totals import ending_in
from tests.money import the_worker_asks

AFTER = NOW + 2 * PATIENCE


@pytest.fixture
def order(lakshmi: Lakshmi) -> Order:
    """A pack and five litres, whose payment the gateway does not know about yet."""
    return lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")


def answer(order: Order, outcome: Outcome, *, cart_id: int | None = None, at: datetime = LATER) -> Order | None:
    """The gateway says how it ended."""
    reason = "The card has expired." if outcome is Outcome.DECLINED else ""
    said = Answer(outcome, gateway_reference="pay_42", amount_paise=order.total_paise, reason=reason)
    payment = Payment.objects.get(reference=order.number)
    return settle(payment=payment, answer=said, cart_id=cart_id, by=BY, at=at)


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
    contrary = (
        [] if outcome is Outcome.AUTHORISED else [Outcome.DECLINED]
    )  # a hold can end: tests/flows/test_adopt_refund
    for again in (outcome, *contrary, Outcome.PENDING):
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


# --- money that comes too late ----------------------------------------------------------------------


def given_up(order: Order) -> Order:
    """The gateway was out of reach when the quarter of an hour was over."""
    Payment.objects.filter(reference=order.number).update(gateway_reference="")
    expire_orders(at=AFTER)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    return order


def test_money_that_comes_after_the_order_was_given_up_takes_it_up_again(lakshmi, order, findings):
    given_up(order)
    late = answer(order, Outcome.CAPTURED, at=AFTER)
    assert (late.state, late.history.last().why) == (OrderState.PLACED, "the money came after all")
    assert Payment.objects.get().captured_paise == order.total_paise
    assert (stock_of(lakshmi["atta"]), lakshmi.slot.booked) == ((40, 1), 1)
    assert OutboxMessage.objects.get().template == "order_placed"
    assert findings() == []


@pytest.mark.parametrize("gone", ["stock", "slot", "ordered again", "slot closed"])
def test_it_goes_back_when_the_order_can_no_longer_be_kept(lakshmi, order, findings, gone):
    given_up(order)
    at = AFTER
    match gone:
        case "stock":
            lakshmi.a_placed_order(atta=40)
        case "slot":
            Slot.objects.filter(pk=order.slot_id).update(capacity=0)
        case "ordered again":
            lakshmi.a_placed_order(atta=1)
        case "slot closed":
            at = AFTER + timedelta(days=1)
    late = answer(order, Outcome.CAPTURED, at=at)
    assert late.state == OrderState.CANCELLED
    refund = Refund.objects.get()
    assert (refund.amount_paise, refund.kind, refund.state) == (order.total_paise, "cancelled", "begun")
    the_worker_asks(at=at)
    refund.refresh_from_db()
    assert (refund.state, Payment.objects.get(reference=order.number).kept_paise) == ("done", 0)
    assert OutboxMessage.objects.filter(template="order_refunded").count() == 1
    assert findings() == []


def test_what_asha_called_off_is_never_taken_up_again(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    cancel_order(order=order, by=GUEST, at=LATER, why="changed my mind")
    late = answer(order, Outcome.CAPTURED, at=AFTER)
    assert late.state == OrderState.CANCELLED
    assert Refund.objects.get().amount_paise == order.total_paise
    assert findings() == []
