"""Orders that were begun and never finished give back what they hold, after a quarter of an hour."""

from datetime import timedelta

import pytest

from kirana.cart import selectors as cart_rows
from kirana.core import clock
from kirana.flows import tasks
from kirana.flows.expire_orders import PATIENCE, expire_orders
from kirana.inventory.models import Reservation
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState
from tests.cast import NOW, Lakshmi, stock_of
from tests.flows.totals import ending_in

NOT_YET, DECLINED_LATER, OUT_OF_REACH = 2, 3, 5
OVERDUE = NOW + PATIENCE + timedelta(seconds=1)


def an_unfinished_order(lakshmi: Lakshmi, paise: int = NOT_YET) -> Order:
    """A pack and five litres, whose payment the gateway has not settled."""
    cart = ending_in(lakshmi, paise)
    if paise == OUT_OF_REACH:
        with pytest.raises(GatewayError):
            lakshmi.place(cart, payment_method="fake")
        return Order.objects.get()
    return lakshmi.place(cart, payment_method="fake")


@pytest.mark.parametrize(
    ("paise", "why", "left"),
    [
        (DECLINED_LATER, "The payment was declined.", PaymentState.FAILED),
        (OUT_OF_REACH, "not finished in time", PaymentState.LETTING_GO),
    ],
    ids=["declined when it was asked", "the gateway was out of reach"],
)
def test_after_a_quarter_of_an_hour_everything_goes_back(lakshmi, findings, paise, why, left):
    order = an_unfinished_order(lakshmi, paise)
    assert (stock_of(lakshmi["atta"]), stock_of(lakshmi["milk"])) == ((40, 1), (60, 5))

    assert expire_orders(at=OVERDUE) == 1
    order.refresh_from_db()
    step = order.history.last()
    assert (order.state, step.move, step.at) == (OrderState.CANCELLED, "abandon", OVERDUE)
    assert step.why == why
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise) == (left, 0)
    assert (stock_of(lakshmi["atta"]), stock_of(lakshmi["milk"])) == ((40, 0), (60, 0))
    assert list(Reservation.objects.values_list("ended_at", flat=True)) == [OVERDUE, OVERDUE]
    assert lakshmi.slot.booked == 0
    assert findings() == []


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=-1), -PATIENCE])
def test_until_then_it_waits(lakshmi, nothing_moves, late):
    an_unfinished_order(lakshmi)
    with nothing_moves():
        assert expire_orders(at=NOW + PATIENCE + late) == 0


def test_expiring_again_finds_nothing(lakshmi, nothing_moves):
    an_unfinished_order(lakshmi, OUT_OF_REACH)
    assert expire_orders(at=OVERDUE) == 1
    with nothing_moves():
        assert expire_orders(at=OVERDUE + timedelta(hours=1)) == 0


def test_a_placed_order_never_expires(lakshmi, nothing_moves):
    lakshmi.a_placed_order(atta=1)
    with nothing_moves():
        assert expire_orders(at=NOW + timedelta(days=30)) == 0


def test_the_basket_is_still_there_and_can_be_ordered_again(lakshmi):
    cart = ending_in(lakshmi, DECLINED_LATER)
    lakshmi.place(cart, key="one", payment_method="fake")
    expire_orders(at=OVERDUE)
    assert len(cart_rows.contents(cart_id=cart.pk)) == 2
    again = lakshmi.place(cart, key="two", at=OVERDUE)
    assert (again.state, Order.objects.count()) == (OrderState.PLACED, 2)


def test_pressing_the_old_button_after_that_tells_of_the_lost_order(lakshmi, nothing_moves):
    cart = ending_in(lakshmi, DECLINED_LATER)
    lakshmi.place(cart, key="one", payment_method="fake")
    expire_orders(at=OVERDUE)
    with nothing_moves():
        assert lakshmi.place(cart, key="one", payment_method="fake", at=OVERDUE).state == OrderState.CANCELLED


def test_the_worker_does_it_by_the_clock_and_says_how_many(lakshmi, monkeypatch, caplog):
    an_unfinished_order(lakshmi, DECLINED_LATER)
    monkeypatch.setattr(clock, "now", lambda: OVERDUE)
    with caplog.at_level("INFO", logger="kirana.flows.tasks"):
        tasks.expire_orders()
        tasks.expire_orders()
    assert Order.objects.get().state == OrderState.CANCELLED
    assert [line for line in caplog.messages if "unfinished" in line] == [
        "1 unfinished orders gave their stock and slot back"
    ]


def test_who_has_paid_meanwhile_gets_the_order(lakshmi, findings):
    """The pretend gateway would say “captured” when it is asked again."""
    order = an_unfinished_order(lakshmi, NOT_YET)
    expire_orders(at=OVERDUE)
    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    assert Payment.objects.get().state == PaymentState.CAPTURED
    assert findings() == []
