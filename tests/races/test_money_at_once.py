"""Money that moves twice at the same moment moves once."""

import pytest

from kirana.orders.states import OrderState
from kirana.payments.models import Payment, Refund
from tests.cast import Lakshmi
from tests.flows.totals import ending_in
from tests.money import the_worker_asks
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def a_paid_order(lakshmi: Lakshmi):
    """₹570, delivered."""
    placed = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    return lakshmi.take_to(placed, OrderState.DELIVERED)


def test_one_button_pressed_eight_times_at_once_is_one_refund(lakshmi, findings):
    order = a_paid_order(lakshmi)
    ends = race([{"verb": "refund", "order_id": order.pk, "amount_paise": 100_00, "key": "one"}] * 8)
    assert ends == ["done"] * 8
    assert Refund.objects.get().amount_paise == 100_00
    assert findings() == []


def test_refunds_at_once_never_give_back_more_than_was_paid(lakshmi, findings):
    order = a_paid_order(lakshmi)
    runs = [{"verb": "refund", "order_id": order.pk, "amount_paise": 200_00, "key": f"key-{n}"} for n in range(8)]
    ends = race(runs)
    assert (ends.count("done"), ends.count("more_than_paid")) == (2, 6)
    assert Payment.objects.get().kept_paise == 170_00
    assert findings() == []


def test_webhook_and_return_at_once_place_the_order_once(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 2), payment_method="fake")
    payment = Payment.objects.get()
    assert race([{"verb": "settle", "payment_id": payment.pk, "outcome": "captured"}] * 8) == ["done"] * 8
    assert list(order.history.values_list("move", flat=True)) == ["begin", "place"]
    assert list(payment.history.values_list("move", flat=True)) == ["begin", "capture"]
    assert findings() == []


def test_cancel_and_capture_at_once_end_with_the_money_where_it_belongs(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    held = Payment.objects.get()
    cancel = {"verb": "move", "order_id": order.pk, "flow": "cancel"}
    capture = {"verb": "settle", "payment_id": held.pk, "outcome": "captured"}
    ends = race([cancel, capture] * 4)
    assert ends[0::2].count("done") == 1
    assert ends[1::2] == ["done"] * 4
    the_worker_asks()
    order.refresh_from_db()
    assert (order.state, Payment.objects.get().kept_paise) == (OrderState.CANCELLED, 0)
    assert findings() == []
