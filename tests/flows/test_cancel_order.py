"""Calling an order off: who may, until when, and everything it held goes back once."""

import pytest

from kirana.core.actors import GUEST, Actor
from kirana.core.outbox import OutboxMessage
from kirana.core.states import IllegalMove
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import pack_order
from kirana.inventory.models import MovementKind, StockMovement
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.orders.services import TooLateToCancel
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, Refund
from kirana.payments.states import PaymentState, RefundState
from tests.cast import BY, LATER, Lakshmi, pick_everything, stock_of
from tests.flows.totals import ending_in
from tests.money import the_worker_asks

BEFORE = [OrderState.PLACED, OrderState.ACCEPTED, OrderState.PICKING]
AFTER = [OrderState.PACKED, OrderState.OUT]


def ashas_order(lakshmi: Lakshmi, state: OrderState = OrderState.PLACED) -> Order:
    """Two packs and a kilo and a half, taken as far as this."""
    return lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500), state)


def cancel(order: Order, by: Actor, *, why: str = "changed my mind") -> Order:
    """Press the button."""
    return cancel_order(order=order, by=by, at=LATER, why=why)


def asha(lakshmi: Lakshmi) -> Actor:
    """Asha, as the one who does it."""
    return lakshmi.asha.user.as_customer()


def everything_is_back(lakshmi: Lakshmi) -> bool:
    """Whether shelf and slot are as before Asha came."""
    shelf = (stock_of(lakshmi["atta"]), stock_of(lakshmi["onions"]))
    return shelf == ((40, 0), (50_000, 0)) and lakshmi.slot.booked == 0


# --- Asha -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BEFORE)
def test_until_it_is_packed_asha_cancels_and_owes_nothing(lakshmi, findings, state):
    order = ashas_order(lakshmi, state)
    cancelled = cancel(order, asha(lakshmi))

    assert (cancelled.pk, cancelled.state) == (order.pk, OrderState.CANCELLED)
    step = cancelled.history.last()
    assert (step.from_state, step.move, step.by, step.at) == (state, "cancel", str(asha(lakshmi)), LATER)
    assert step.why == "changed my mind"
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise) == (PaymentState.CANCELLED, 0)
    assert payment.history.last().why == "changed my mind"
    assert everything_is_back(lakshmi)
    assert StockMovement.objects.filter(reference=order.number).count() == 0
    assert findings() == []


@pytest.mark.parametrize("by_whom", ["asha", "a guest"])
@pytest.mark.parametrize("state", AFTER)
def test_once_it_is_packed_a_shopper_is_too_late(lakshmi, nothing_moves, state, by_whom):
    order = ashas_order(lakshmi, state)
    with nothing_moves(), pytest.raises(TooLateToCancel):
        cancel(order, asha(lakshmi) if by_whom == "asha" else GUEST)
    assert Order.objects.get(pk=order.pk).state == state


def test_a_packed_order_says_so(lakshmi):
    with pytest.raises(TooLateToCancel) as refused:
        cancel(ashas_order(lakshmi, OrderState.PACKED), asha(lakshmi))
    assert refused.value.message == "Your order is packed already. Please call the shop."


def test_asha_is_told_once_with_the_reason(lakshmi):
    order = ashas_order(lakshmi)
    cancel(order, asha(lakshmi))
    message = OutboxMessage.objects.get(template="order_cancelled")
    assert (message.address, message.facts["number"], message.facts["why"]) == (
        "asha@example.com",
        order.number,
        "changed my mind",
    )


def test_what_asha_gives_back_bilal_can_have(lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, olive_oil=8)
    cancel(order, asha(lakshmi))
    assert lakshmi.a_placed_order(of=lakshmi.bilal, olive_oil=8).state == OrderState.PLACED
    assert stock_of(lakshmi["olive_oil"]) == (8, 8)


def test_cancelling_again_moves_nothing(lakshmi, nothing_moves, findings):
    order = ashas_order(lakshmi)
    cancel(order, asha(lakshmi))
    for read_when in (order, Order.objects.get(pk=order.pk)):
        with nothing_moves(), pytest.raises((IllegalMove, TooLateToCancel)):
            cancel(read_when, asha(lakshmi))
    assert everything_is_back(lakshmi)
    assert findings() == []


def test_what_counts_is_how_far_it_is_now_not_how_far_asha_s_page_says(lakshmi, nothing_moves):
    read_before = ashas_order(lakshmi, OrderState.PICKING)
    pick_everything(read_before)
    lakshmi.take_to(read_before, OrderState.PACKED)
    assert read_before.state == OrderState.PICKING
    with nothing_moves(), pytest.raises(TooLateToCancel):
        cancel(read_before, asha(lakshmi))


# --- the shop ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BEFORE)
def test_chitra_calls_an_order_off(lakshmi, findings, state):
    cancelled = cancel(ashas_order(lakshmi, state), lakshmi.chitra.as_actor(), why="no rider today")
    assert cancelled.state == OrderState.CANCELLED
    assert OutboxMessage.objects.get(template="order_cancelled").facts["why"] == "no rider today"
    assert everything_is_back(lakshmi)
    assert findings() == []


def test_packed_bags_are_put_back_on_the_shelf_as_they_were_weighed(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.PICKING)
    pick_everything(order)
    onions = order.lines.get(code="onions")
    orders.pick(order=order, line_id=onions.pk, quantity=1580)
    pack_order(order=order, by=BY, at=LATER)
    assert stock_of(lakshmi["onions"]) == (48_420, 0)

    cancel(order, lakshmi.chitra.as_actor(), why="no rider today")
    back = StockMovement.objects.filter(kind=MovementKind.RETURN).order_by("change")
    assert list(back.values_list("change", "on_hand_after", "reference", "why")) == [
        (2, 40, order.number, "no rider today"),
        (1580, 50_000, order.number, "no rider today"),
    ]
    assert everything_is_back(lakshmi)
    assert Payment.objects.get().state == PaymentState.CANCELLED
    assert findings() == []


@pytest.mark.parametrize("state", [OrderState.OUT, OrderState.DELIVERED])
def test_what_has_left_the_shop_is_not_called_off(lakshmi, nothing_moves, state):
    order = ashas_order(lakshmi, state)
    with nothing_moves(), pytest.raises(IllegalMove):
        cancel(order, lakshmi.chitra.as_actor())


def test_chitra_cannot_cancel_twice(lakshmi, nothing_moves):
    order = ashas_order(lakshmi)
    cancel(order, lakshmi.chitra.as_actor())
    with nothing_moves(), pytest.raises(IllegalMove) as refused:
        cancel(order, lakshmi.chitra.as_actor())
    assert refused.value.message == "This cannot be done while it is “Cancelled”."


# --- true bugs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ended", [OrderState.CANCELLED, OrderState.DELIVERED])
def test_who_comes_after_the_end_is_not_told_that_it_is_packed(lakshmi, ended):
    order = ashas_order(lakshmi)
    if ended == OrderState.CANCELLED:
        cancel(order, asha(lakshmi))
    else:
        lakshmi.take_to(order, ended)
    with pytest.raises(IllegalMove):
        cancel(order, asha(lakshmi))


def test_money_that_was_taken_goes_back_in_full(lakshmi, findings):
    order = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    cancel(order, GUEST)
    refund = Refund.objects.get()
    assert (refund.amount_paise, refund.state, refund.why) == (570_00, RefundState.BEGUN, "changed my mind")
    assert findings() == []
    assert the_worker_asks() == 1
    refund.refresh_from_db()
    assert (refund.state, Payment.objects.get().kept_paise) == (RefundState.DONE, 0)
    assert OutboxMessage.objects.get(template="order_refunded").facts["amount"] == "₹570"
    assert findings() == []


def test_money_held_on_the_card_is_let_go(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    cancel(order, GUEST)
    assert Payment.objects.get().state == PaymentState.LETTING_GO
    assert findings() == []
    the_worker_asks()
    assert Payment.objects.get().state == PaymentState.CANCELLED
    assert the_worker_asks() == 0
    assert findings() == []
