"""Paying from an account with the shop: charged with the order, given back with it, alone or beside another way."""

import pytest

from kirana.core.errors import NotAllowed
from kirana.flows.cancel_order import cancel_order
from kirana.flows.refund_order import refund_order
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.ledgers import khata, methods, store_credit
from kirana.payments.ledgers.khata import KhataLimitReached
from kirana.payments.models import Payment, Refund
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.money import the_worker_asks


@pytest.fixture
def ashas_khata(lakshmi):
    """Up to ₹2,000."""
    return khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=5, by=BY, at=NOW
    )


@pytest.fixture
def ashas_credit(lakshmi):
    """₹100."""
    store_credit.give_goodwill(
        customer_id=lakshmi.asha.pk, amount_paise=100_00, key="sorry", by=BY, at=NOW, why="sorry"
    )


def order_of(lakshmi: Lakshmi, method: str, *, use_credit: bool = False, **goods: int) -> Order:
    """Asha, signed in, presses the button."""
    wish = {"payment_method": method, "account_of": lakshmi.asha.pk, "use_credit": use_credit}
    return lakshmi.a_placed_order(of=lakshmi.asha, wish=wish, **(goods or {"atta": 2}))


def room(lakshmi: Lakshmi, method: str) -> int:
    return methods.by_code(method).room(customer_id=lakshmi.asha.pk)


def test_an_order_on_the_khata_is_placed_at_once(lakshmi, ashas_khata, findings):
    order = order_of(lakshmi, "khata")
    assert (order.state, room(lakshmi, "khata")) == (OrderState.PLACED, 1430_00)
    payment = Payment.objects.get()
    assert (payment.gateway, payment.state, payment.captured_paise) == ("khata", "captured", 570_00)
    lakshmi.take_to(order, OrderState.DELIVERED)
    assert findings() == []


def test_what_was_weighed_less_is_on_the_khata_no_longer(lakshmi, ashas_khata, findings):
    order = order_of(lakshmi, "khata", atta=1, onions=1500)
    assert room(lakshmi, "khata") == 2000_00 - order.cap_paise
    packed = lakshmi.take_to(order, OrderState.PACKED)
    assert room(lakshmi, "khata") == 2000_00 - packed.total_paise
    assert Refund.objects.get().state == "done"
    assert findings() == []


def test_a_khata_without_room_places_nothing(lakshmi, ashas_khata, nothing_moves):
    wish = {"payment_method": "khata", "account_of": lakshmi.asha.pk}
    cart = lakshmi.a_cart_of(of=lakshmi.asha, olive_oil=3)
    with nothing_moves(), pytest.raises(KhataLimitReached):
        lakshmi.place(cart, by=lakshmi.asha.user.as_customer(), **wish)
    assert (Order.objects.count(), room(lakshmi, "khata")) == (0, 2000_00)


@pytest.mark.parametrize("whose", ["nobody's", "bilal's"])
def test_nobody_else_pays_from_ashas_khata(lakshmi, ashas_khata, nothing_moves, whose):
    cart = lakshmi.a_cart_of(of=lakshmi.bilal if whose == "bilal's" else None, atta=2)
    with nothing_moves(), pytest.raises(NotAllowed):
        lakshmi.place(cart, payment_method="khata", account_of=lakshmi.asha.pk)


def test_cancelling_clears_the_khata(lakshmi, ashas_khata, findings):
    order = order_of(lakshmi, "khata")
    cancel_order(order=order, by=lakshmi.asha.user.as_customer(), at=LATER, why="changed my mind")
    assert (room(lakshmi, "khata"), Payment.objects.get().kept_paise) == (2000_00, 0)
    assert findings() == []


@pytest.mark.parametrize(("method", "state"), [("cash_on_delivery", "promised"), ("fake", "captured")])
def test_store_credit_pays_a_part_and_another_way_the_rest(lakshmi, ashas_credit, findings, method, state):
    order = order_of(lakshmi, method, use_credit=True)
    assert order.state == OrderState.PLACED
    rows = list(Payment.objects.order_by("pk").values_list("gateway", "amount_paise", "state"))
    assert rows == [("store_credit", 100_00, "captured"), (method, 470_00, state)]
    assert room(lakshmi, "store_credit") == 0
    lakshmi.take_to(order, OrderState.PACKED)
    cancel_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER, why="no rider")
    the_worker_asks()
    assert room(lakshmi, "store_credit") == 100_00
    assert sum(payment.kept_paise for payment in Payment.objects.all()) == 0
    assert findings() == []


def test_a_declined_rest_gives_the_credit_back(lakshmi, ashas_credit, findings):
    from kirana.payments.services import PaymentDeclined
    from tests.flows.totals import ending_in

    ending_in(lakshmi, 1)
    with pytest.raises(PaymentDeclined):
        order_of(lakshmi, "fake", use_credit=True, atta=1)
    assert (Order.objects.get().state, room(lakshmi, "store_credit")) == (OrderState.CANCELLED, 100_00)
    assert findings() == []


def test_refunds_go_back_to_where_the_money_came_from(lakshmi, ashas_credit, findings):
    order = lakshmi.take_to(order_of(lakshmi, "fake", use_credit=True), OrderState.DELIVERED)
    refund_order(order=order, amount_paise=500_00, key="one", by=BY, at=LATER, why="spoilt")
    back = dict(Refund.objects.values_list("payment__gateway", "amount_paise"))
    assert back == {"fake": 470_00, "store_credit": 30_00}
    assert room(lakshmi, "store_credit") == 30_00
    the_worker_asks()
    assert findings() == []


def test_the_rider_takes_only_the_rest(lakshmi, ashas_credit, findings):
    order = order_of(lakshmi, "cash_on_delivery", use_credit=True)
    out = lakshmi.take_to(order, OrderState.OUT)
    from kirana.flows.fulfil_order import deliver_order

    deliver_order(order=out, taken_paise=470_00, utr="", by=lakshmi.dev.as_actor(), at=LATER)
    assert sum(payment.kept_paise for payment in Payment.objects.all()) == 570_00
    assert findings() == []
