"""An order's way through the shop, and what happens to stock, slot, money and words on the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kirana.core.outbox import OutboxMessage
from kirana.core.states import IllegalMove
from kirana.flows.fulfil_order import accept_order, bring_back_order, deliver_order, hand_over_order, pack_order
from kirana.inventory import services as inventory
from kirana.inventory.models import Reservation
from kirana.inventory.services import OutOfStock
from kirana.orders import services as orders
from kirana.orders.models import Order, OrderLine
from kirana.orders.services import NotAllPicked, NothingToPack
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, Refund
from kirana.payments.services import WrongAmount
from kirana.payments.states import PaymentState
from tests.cast import BY, LATER, NOW, Lakshmi, pick_everything, stock_of
from tests.flows.totals import ending_in
from tests.money import the_worker_asks


def ashas_order(lakshmi: Lakshmi, state: OrderState = OrderState.PICKING, **wish: str) -> Order:
    """A pack at ₹285 and a kilo and a half at ₹38, ₹25 for delivery: ₹367, taken as far as this."""
    return lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, wish=wish, atta=1, onions=1500), state)


def pick(order: Order, **quantities: int) -> None:
    """Take so much of these from the shelf."""
    for code, quantity in quantities.items():
        line = OrderLine.objects.get(order=order, code=code)
        orders.pick(order=order, line_id=line.pk, quantity=quantity, why="not on the shelf")


def pack(order: Order) -> Order:
    """Close the bags; the order as the table has it."""
    pack_order(order=order, by=BY, at=LATER)
    return Order.objects.get(pk=order.pk)


def told() -> list[str]:
    """What Asha was told, first to last."""
    return list(OutboxMessage.objects.order_by("pk").values_list("template", flat=True))


def test_an_order_goes_its_whole_way(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.DELIVERED)

    assert (order.state, order.total_paise, order.rider) == (OrderState.DELIVERED, 367_00, lakshmi.dev.user)
    chitra, pooja, dev = (person.as_actor() for person in (lakshmi.chitra, lakshmi.pooja, lakshmi.dev))
    asha = lakshmi.asha.user.as_customer()
    assert list(order.history.values_list("move", "by")) == [
        ("begin", str(asha)),
        ("place", str(asha)),
        ("accept", str(chitra)),
        ("start_picking", str(pooja)),
        ("pack", str(pooja)),
        ("hand_over", str(pooja)),
        ("deliver", str(dev)),
    ]
    assert told() == ["order_placed", "order_accepted", "order_packed", "order_out", "order_delivered"]
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise) == (PaymentState.CAPTURED, 367_00)
    assert stock_of(lakshmi["atta"]) == (39, 0)
    assert stock_of(lakshmi["onions"]) == (48_500, 0)
    assert lakshmi.slot.booked == 1
    assert findings() == []


# --- accepting --------------------------------------------------------------------------------------


def test_chitra_accepts_and_asha_is_told_once(lakshmi, nothing_moves):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=1)
    accept_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER)
    assert told() == ["order_placed", "order_accepted"]
    with nothing_moves(), pytest.raises(IllegalMove):
        accept_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER)


# --- packing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weighed", "total_paise", "why"),
    [
        (1580, 370_04, "₹367 → ₹370.04"),
        (1400, 363_20, "₹367 → ₹363.20"),
        (1650, 372_70, "₹367 → ₹372.70"),  # the cap that Asha agreed to
    ],
)
def test_the_payment_follows_the_weighed_bill(lakshmi, findings, weighed, total_paise, why):
    order = ashas_order(lakshmi)
    pick(order, atta=1, onions=weighed)
    packed = pack(order)

    assert (packed.state, packed.total_paise, packed.agreed_paise) == (OrderState.PACKED, total_paise, 367_00)
    assert packed.total_paise <= packed.cap_paise == 372_70
    payment = Payment.objects.get()
    assert (payment.state, payment.amount_paise, payment.captured_paise) == (PaymentState.PROMISED, total_paise, 0)
    assert (payment.history.last().move, payment.history.last().why) == ("reprice", why)
    assert stock_of(lakshmi["onions"]) == (50_000 - weighed, 0)
    assert OutboxMessage.objects.get(template="order_packed").facts["total"] == why.split(" → ")[1]
    assert findings() == []


def test_a_bill_that_stayed_leaves_the_payment_alone(lakshmi):
    order = ashas_order(lakshmi)
    pick_everything(order)
    pack(order)
    assert list(Payment.objects.get().history.values_list("move", flat=True)) == ["begin", "promise"]


def test_what_was_not_there_is_for_sale_again_and_not_paid_for(lakshmi, findings):
    order = ashas_order(lakshmi)
    pick(order, atta=1, onions=0)
    packed = pack(order)
    assert (packed.goods_paise, packed.delivery_fee_paise, packed.total_paise) == (285_00, 25_00, 310_00)
    assert Payment.objects.get().amount_paise == 310_00
    assert stock_of(lakshmi["onions"]) == (50_000, 0)
    assert stock_of(lakshmi["atta"]) == (39, 0)
    assert findings() == []


def test_bags_that_are_not_ready_are_not_closed(lakshmi, nothing_moves):
    order = ashas_order(lakshmi)
    pick(order, atta=1)
    with nothing_moves(), pytest.raises(NotAllPicked):
        pack(order)
    pick(order, atta=0, onions=0)
    with nothing_moves(), pytest.raises(NothingToPack):
        pack(order)


def test_asha_s_heavy_almonds_are_not_taken_from_bilal_s(lakshmi, nothing_moves):
    inventory.count(listing_id=lakshmi["almonds"].pk, counted=1000, by=BY, at=NOW)
    order = lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, almonds=500), OrderState.PICKING)
    lakshmi.a_placed_order(of=lakshmi.bilal, almonds=500)
    pick(order, almonds=501)
    with nothing_moves(), pytest.raises(OutOfStock) as refused:
        pack(order)
    assert refused.value.short == {lakshmi["almonds"].pk: 500}

    pick(order, almonds=500)
    assert pack(order).state == OrderState.PACKED


def test_bags_are_closed_once(lakshmi, nothing_moves):
    order = ashas_order(lakshmi)
    pick_everything(order)
    pack(order)
    with nothing_moves(), pytest.raises(IllegalMove):
        pack(order)


def test_packing_takes_as_many_statements_for_six_lines_as_for_two(lakshmi):
    counts = []
    many = {"atta": 1, "milk": 1, "eggs": 1, "onions": 500, "almonds": 100, "olive_oil": 1}
    for quantities in ({"atta": 1, "milk": 2}, many):
        order = lakshmi.take_to(lakshmi.a_placed_order(**quantities), OrderState.PICKING)
        pick_everything(order)
        with CaptureQueriesContext(connection) as captured:
            pack(order)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- handing over and bringing back -----------------------------------------------------------------


def test_dev_takes_the_bags_and_asha_is_told_who_comes(lakshmi):
    order = ashas_order(lakshmi, OrderState.PACKED)
    hand_over_order(order=order, rider=lakshmi.dev.user, by=lakshmi.pooja.as_actor(), at=LATER)
    order.refresh_from_db()
    assert (order.state, order.rider) == (OrderState.OUT, lakshmi.dev.user)
    message = OutboxMessage.objects.get(template="order_out")
    assert (message.facts["rider"], message.facts["total"]) == ("Dev Kumar", "₹367")


def test_bags_that_come_back_go_out_again(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.OUT)
    bring_back_order(order=order, by=lakshmi.dev.as_actor(), at=LATER, why="nobody at home")

    order.refresh_from_db()
    assert (order.state, order.rider, order.history.last().why) == (OrderState.PACKED, None, "nobody at home")
    assert stock_of(lakshmi["atta"]) == (39, 0)
    assert Payment.objects.get().state == PaymentState.PROMISED
    assert lakshmi.slot.booked == 1

    lakshmi.take_to(order, OrderState.DELIVERED, at=LATER)
    assert told().count("order_out") == 2
    assert findings() == []


@pytest.mark.parametrize("state", [OrderState.PICKING, OrderState.PACKED, OrderState.DELIVERED])
def test_only_bags_that_are_out_come_back_or_arrive(lakshmi, nothing_moves, state):
    order = ashas_order(lakshmi, state)
    with nothing_moves(), pytest.raises(IllegalMove):
        bring_back_order(order=order, by=BY, at=LATER, why="nobody at home")
    with nothing_moves(), pytest.raises(IllegalMove):
        deliver_order(order=order, taken_paise=367_00, utr="", by=BY, at=LATER)


# --- at the door ------------------------------------------------------------------------------------


def test_dev_takes_the_money_and_keeps_the_utr(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.OUT, payment_method="upi_on_delivery")
    deliver_order(order=order, taken_paise=367_00, utr="407123456789", by=lakshmi.dev.as_actor(), at=LATER)
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise, payment.gateway_reference) == (
        PaymentState.CAPTURED,
        367_00,
        "407123456789",
    )
    assert Order.objects.get(pk=order.pk).state == OrderState.DELIVERED
    assert findings() == []


@pytest.mark.parametrize("taken_paise", [0, 366_99, 367_01, 3670_00])
def test_the_wrong_money_delivers_nothing(lakshmi, nothing_moves, taken_paise):
    order = ashas_order(lakshmi, OrderState.OUT)
    with nothing_moves(), pytest.raises(WrongAmount):
        deliver_order(order=order, taken_paise=taken_paise, utr="", by=lakshmi.dev.as_actor(), at=LATER)
    assert Order.objects.get(pk=order.pk).state == OrderState.OUT


def test_at_the_door_the_weighed_bill_is_paid_not_the_first_one(lakshmi, nothing_moves, findings):
    order = ashas_order(lakshmi)
    pick(order, atta=1, onions=1580)
    out = lakshmi.take_to(pack(order), OrderState.OUT)
    with nothing_moves(), pytest.raises(WrongAmount) as refused:
        deliver_order(order=out, taken_paise=367_00, utr="", by=BY, at=LATER)
    assert refused.value.message == "The bill is ₹370.04, not ₹367."
    deliver_order(order=out, taken_paise=370_04, utr="", by=BY, at=LATER)
    assert Payment.objects.get().captured_paise == 370_04
    assert findings() == []


def test_who_has_paid_already_pays_nothing_at_the_door(lakshmi, findings):
    placed = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    out = lakshmi.take_to(placed, OrderState.OUT)
    deliver_order(order=out, taken_paise=0, utr="", by=BY, at=LATER)
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_paise) == (PaymentState.CAPTURED, 570_00)
    assert list(payment.history.values_list("move", flat=True)) == ["begin", "capture"]
    assert findings() == []


def test_every_promise_of_stock_is_ended_when_it_is_packed(lakshmi):
    ashas_order(lakshmi, OrderState.PACKED)
    assert Reservation.objects.filter(ended_at__isnull=True).count() == 0
    assert Reservation.objects.count() == 2


# --- paid before it was weighed ---------------------------------------------------------------------


@pytest.mark.parametrize(("weighed", "back"), [(1500, 5_70), (1400, 9_50), (0, 62_70), (1650, 0)])
def test_who_paid_for_more_than_the_scale_says_gets_the_difference_back(lakshmi, findings, weighed, back):
    """Asha was asked for the most the bill could become: ₹372.70."""
    order = ashas_order(lakshmi, payment_method="fake")
    assert Payment.objects.get().captured_paise == order.cap_paise == 372_70
    pick(order, atta=1, onions=weighed)
    packed = pack(order)
    assert sum(Refund.objects.values_list("amount_paise", flat=True)) == back
    assert findings() == []
    lakshmi.take_to(packed, OrderState.DELIVERED)
    the_worker_asks()
    assert Payment.objects.get().kept_paise == Order.objects.get().total_paise == 372_70 - back
    assert findings() == []


def test_money_held_on_the_card_is_taken_when_it_is_packed(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    assert Payment.objects.get().state == PaymentState.AUTHORISED
    order = lakshmi.take_to(order, OrderState.PACKED)
    held = Payment.objects.get()
    assert (held.state, held.capture_paise) == (PaymentState.CAPTURING, order.total_paise)
    assert findings() == []
    the_worker_asks()
    taken = Payment.objects.get()
    assert (taken.state, taken.captured_paise) == (PaymentState.CAPTURED, order.total_paise)
    lakshmi.take_to(order, OrderState.DELIVERED)
    assert findings() == []
