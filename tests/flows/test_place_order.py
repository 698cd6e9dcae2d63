"""Placing an order: what it makes, everything that stops it, and pressing the button again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.catalog.services import listings
from kirana.core import locks
from kirana.core.actors import GUEST
from kirana.core.idempotency import IdempotencyKey
from kirana.core.outbox import OutboxMessage
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot
from kirana.flows.place_order import BelowMinimumOrder, CartChanged, CartIsEmpty, ShopIsClosed, TotalChanged
from kirana.inventory import services as inventory
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments import gateways
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.models import Payment
from kirana.payments.services import PaymentDeclined
from kirana.payments.states import PaymentState
from kirana.stores import services as stores
from tests.cast import BY, LATER, NOW, everything_that_moves, stock_of
from tests.flows.totals import ending_in


def test_asha_orders_two_packs_and_a_kilo_and_a_half(lakshmi, findings):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500)

    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    assert order.number.startswith("KM-1")
    assert order.customer == lakshmi.asha
    assert order.placed_at == NOW
    assert order.place == "Indiranagar, Bengaluru"
    # 2 × ₹285, 1.5 kg × ₹38, and nothing for delivery from ₹499
    assert (order.goods_paise, order.delivery_fee_paise, order.discount_paise) == (627_00, 0, 0)
    assert (order.total_paise, order.agreed_paise) == (627_00, 627_00)
    assert order.cap_paise == 632_70  # the onions may weigh 1650 g
    assert stock_of(lakshmi["atta"]) == (40, 2)
    assert stock_of(lakshmi["onions"]) == (50_000, 1500)
    assert lakshmi.slot.booked == 1
    assert cart_rows.quantities(cart_id=lakshmi.asha.cart.pk) == {}
    assert findings() == []


def test_the_lines_keep_what_was_promised(lakshmi):
    order = lakshmi.a_placed_order(atta=1, onions=750)

    atta, onions = OrderLine.objects.filter(order=order)
    assert (atta.position, atta.code, atta.name, atta.brand) == (1, "atta", "Chakki Fresh Atta", "Dharti")
    assert (atta.pack_label, atta.hsn, atta.aisle, atta.is_loose) == ("5 kg", "11010000", "A2", False)
    assert (atta.quantity, atta.most_quantity, atta.picked_quantity) == (1, 1, None)
    assert (atta.price_paise, atta.mrp_paise, atta.total_paise, atta.cap_paise) == (285_00, 310_00, 285_00, 285_00)
    assert (onions.position, onions.names, onions.is_loose, onions.unit) == (2, {"hi": "प्याज़"}, True, "g")
    assert (onions.quantity, onions.most_quantity) == (750, 825)
    assert (onions.total_paise, onions.cap_paise, onions.mrp_paise) == (28_50, 31_35, None)


def test_a_small_order_pays_for_delivery(lakshmi):
    order = lakshmi.a_placed_order(milk=4)
    assert (order.goods_paise, order.delivery_fee_paise, order.total_paise) == (216_00, 25_00, 241_00)


def test_a_promised_payment_stands_beside_the_order(lakshmi):
    order = lakshmi.a_placed_order(atta=2)

    payment = Payment.objects.get()
    assert (payment.reference, payment.gateway, payment.state) == (order.number, "cash_on_delivery", "promised")
    assert (payment.amount_paise, payment.captured_paise) == (570_00, 0)
    assert list(payment.history.values_list("move", flat=True)) == ["begin", "promise"]
    assert list(order.history.values_list("move", "by")) == [("begin", "guest: guest"), ("place", "guest: guest")]


def test_asha_is_told_once(lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=2)

    message = OutboxMessage.objects.get()
    assert (message.channel, message.address, message.template) == ("mail", "asha@example.com", "order_placed")
    assert message.facts["number"] == order.number
    assert message.facts["total"] == "₹570"
    assert message.facts["name"] == "Asha"
    assert message.facts["link"].endswith(f"/orders/{order.token}/")


def test_asha_is_told_in_her_language_whatever_is_in_force(lakshmi):
    with translation.override("en"):
        lakshmi.a_placed_order(wish={"language": "hi"}, atta=2)

    message = OutboxMessage.objects.get()
    assert message.language == "hi"
    assert message.facts["shop"] == "लक्ष्मी स्टोर्स"
    assert "/hi/orders/" in message.facts["link"]


def test_a_guest_without_an_address_is_told_nothing(lakshmi):
    lakshmi.a_placed_order(wish={"email": ""}, atta=2)
    assert OutboxMessage.objects.count() == 0


def test_placing_takes_the_same_number_of_statements_for_two_lines_as_for_six(lakshmi):
    few = lakshmi.a_cart_of(atta=2, milk=1)
    many = lakshmi.a_cart_of(atta=2, milk=1, eggs=1, onions=1000, almonds=100, small_atta=1)
    counts = []
    for cart in (few, many):
        wish = lakshmi.a_wish(cart)
        with CaptureQueriesContext(connection) as captured:
            lakshmi.place(cart, slot_id=wish.slot_id, shown_total_paise=wish.shown_total_paise)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- everything that stops it -----------------------------------------------------------------------


def test_an_empty_basket_places_nothing(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of()
    with nothing_moves(), pytest.raises(CartIsEmpty):
        lakshmi.place(cart)
    assert IdempotencyKey.objects.count() == 0


def test_a_closed_shop_takes_no_orders_and_keeps_the_basket(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    stores.set_terms(store=lakshmi.store, is_taking_orders=False, by=BY, at=NOW)
    with nothing_moves(), pytest.raises(ShopIsClosed):
        lakshmi.place(cart)
    assert cart_rows.quantities(cart_id=cart.pk) == {lakshmi["atta"].pk: 2}


def test_one_rupee_below_the_minimum_is_refused_with_what_is_missing(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(milk=2, onions=1000)  # ₹146
    with nothing_moves(), pytest.raises(BelowMinimumOrder) as refused:
        lakshmi.place(cart)
    assert refused.value.message == "The smallest order is ₹149. Add ₹3 more."


def test_exactly_the_minimum_is_enough(lakshmi):
    stores.set_terms(store=lakshmi.store, minimum_order_paise=146_00, by=BY, at=NOW)
    assert lakshmi.a_placed_order(milk=2, onions=1000).state == OrderState.PLACED


def test_asha_cannot_take_the_eleventh_packet(lakshmi, nothing_moves):
    inventory.count(listing_id=lakshmi["atta"].pk, counted=10, by=BY, at=NOW)
    cart = lakshmi.a_cart_of(atta=11)
    with nothing_moves(), pytest.raises(CartChanged) as refused:
        lakshmi.place(cart, shown_total_paise=11 * 285_00)
    assert refused.value.quote.mended_quantities == {lakshmi["atta"].pk: 10}


def test_a_pack_sold_between_the_look_and_the_lock_changes_the_basket(lakshmi, nothing_moves, monkeypatch):
    """Bilal's order commits after Asha's basket was priced: reserving refuses, and the whole placing is undone."""
    cart = lakshmi.a_cart_of(atta=2)

    def sold_out(*, wanted, reference, at):
        raise inventory.OutOfStock(short={lakshmi["atta"].pk: 0})

    monkeypatch.setattr(inventory, "reserve", sold_out)
    with nothing_moves(), pytest.raises(CartChanged):
        lakshmi.place(cart)
    assert IdempotencyKey.objects.count() == 0


def test_a_price_that_rose_is_shown_before_it_is_charged(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    seen = lakshmi.quote_of(cart).bill.total_paise
    listings.change(listing=lakshmi["atta"], price_paise=290_00, by=BY, at=NOW)
    with nothing_moves(), pytest.raises(TotalChanged) as refused:
        lakshmi.place(cart, shown_total_paise=seen)
    assert refused.value.message == "The total was ₹570 and is now ₹580. Please look before you order."
    assert refused.value.quote.bill.total_paise == 580_00


def test_a_price_that_fell_is_shown_too(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    listings.change(listing=lakshmi["atta"], price_paise=280_00, by=BY, at=NOW)
    with nothing_moves(), pytest.raises(TotalChanged):
        lakshmi.place(cart, shown_total_paise=570_00)


def test_a_basket_changed_in_another_tab_is_not_ordered_at_the_old_total(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    carts.add(cart=cart, listing_id=lakshmi["milk"].pk, quantity=1, at=NOW)
    with nothing_moves(), pytest.raises(TotalChanged):
        lakshmi.place(cart, shown_total_paise=570_00)


def test_a_thing_no_longer_sold_stands_in_the_way(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2, milk=1)
    listings.change(listing=lakshmi["milk"], is_active=False, by=BY, at=NOW)
    with nothing_moves(), pytest.raises(CartChanged) as refused:
        lakshmi.place(cart)
    assert refused.value.quote.mended_quantities == {lakshmi["milk"].pk: 0}


def test_a_pincode_we_do_not_serve_is_refused_by_name(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    with nothing_moves(), pytest.raises(delivery.PincodeNotServed) as refused:
        lakshmi.place(cart, pincode="110001")
    assert refused.value.message == "We do not deliver to 110001 yet."


def test_a_slot_closes_at_its_minute(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    with nothing_moves(), pytest.raises(delivery.SlotClosed):
        lakshmi.place(cart, at=lakshmi.slot.closes_at)
    last_moment = lakshmi.slot.closes_at - timedelta(seconds=1)
    assert lakshmi.place(cart, at=last_moment).state == OrderState.PLACED


def test_a_slot_of_nowhere_is_closed(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    with nothing_moves(), pytest.raises(delivery.SlotClosed):
        lakshmi.place(cart, slot_id=999_999)


def test_a_full_slot_is_full(lakshmi, nothing_moves):
    slot = lakshmi.slot
    window = lakshmi.store.windows.get(weekday=0)
    delivery.set_window(
        store=lakshmi.store,
        weekday=0,
        starts=window.starts,
        ends=window.ends,
        capacity=1,
        closes_minutes_before=60,
        by=BY,
        at=NOW,
    )
    lakshmi.a_placed_order(atta=2)
    cart = lakshmi.a_cart_of(atta=2)
    with nothing_moves(), pytest.raises(delivery.SlotFull):
        lakshmi.place(cart, slot_id=slot.pk)
    assert Slot.objects.get(pk=slot.pk).room == 0


# --- pressing again ---------------------------------------------------------------------------------


def test_pressing_twice_is_one_order(lakshmi, nothing_moves, findings):
    cart = lakshmi.a_cart_of(atta=2)
    wish = {"slot_id": lakshmi.slot.pk, "shown_total_paise": 570_00}
    first = lakshmi.place(cart, key="one", **wish)
    with nothing_moves():
        second = lakshmi.place(cart, key="one", at=LATER, **wish)
    assert second.pk == first.pk
    assert (Order.objects.count(), Payment.objects.count(), OutboxMessage.objects.count()) == (1, 1, 1)
    assert findings() == []


def test_another_key_is_another_order(lakshmi):
    first = lakshmi.a_placed_order(atta=2)
    second = lakshmi.a_placed_order(atta=2)
    assert second.pk != first.pk
    assert second.number != first.number
    assert second.token != first.token
    assert stock_of(lakshmi["atta"]) == (40, 4)


def test_a_refused_key_is_free_again(lakshmi):
    cart = lakshmi.a_cart_of(atta=2)
    with pytest.raises(delivery.PincodeNotServed):
        lakshmi.place(cart, key="one", pincode="110001")
    assert lakshmi.place(cart, key="one").state == OrderState.PLACED


# --- what the gateway says --------------------------------------------------------------------------


def test_a_captured_payment_places_the_order(lakshmi, findings):
    order = lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    payment = Payment.objects.get()
    assert order.state == OrderState.PLACED
    assert (payment.state, payment.captured_paise) == (PaymentState.CAPTURED, 570_00)
    assert payment.gateway_reference == f"fake-{payment.gateway_key}"
    assert findings() == []


def test_a_declined_payment_gives_stock_and_slot_back_and_keeps_the_basket(lakshmi, findings):
    cart = ending_in(lakshmi, 1)
    before = everything_that_moves()
    with pytest.raises(PaymentDeclined) as refused:
        lakshmi.place(cart, payment_method="fake")
    assert refused.value.message == "The payment was declined. Please choose another way to pay."
    order = Order.objects.get()
    assert order.state == OrderState.CANCELLED
    assert Payment.objects.get().state == PaymentState.FAILED
    after = everything_that_moves()
    for kept in ("stock", "slots", "movements", "outbox", "audit"):
        assert after[kept] == before[kept]
    assert len(cart_rows.contents(cart_id=cart.pk)) == 2
    assert findings() == []


def test_after_a_decline_the_same_key_tells_of_the_lost_order_and_a_new_one_places(lakshmi):
    cart = ending_in(lakshmi, 1)
    with pytest.raises(PaymentDeclined):
        lakshmi.place(cart, key="one", payment_method="fake")
    assert lakshmi.place(cart, key="one", payment_method="fake").state == OrderState.CANCELLED
    assert lakshmi.place(cart, key="two", payment_method="cash_on_delivery").state == OrderState.PLACED


def test_a_gateway_out_of_reach_leaves_an_order_that_pressing_again_finishes(lakshmi, monkeypatch, findings):
    cart = ending_in(lakshmi, 5)
    with pytest.raises(GatewayError) as refused:
        lakshmi.place(cart, key="one", payment_method="fake")
    assert refused.value.permanent is False
    order = Order.objects.get()
    assert order.state == OrderState.PENDING
    assert lakshmi.slot.booked == 1
    assert findings() == []

    monkeypatch.setattr("kirana.payments.gateways.fake.gateway.OUT_OF_REACH", 99)
    again = lakshmi.place(cart, key="one", payment_method="fake", at=LATER)
    assert (again.pk, again.state) == (order.pk, OrderState.PLACED)
    assert Order.objects.count() == 1
    assert lakshmi.slot.booked == 1
    assert cart_rows.contents(cart_id=cart.pk) == []
    assert findings() == []


def test_a_pending_answer_keeps_the_order_waiting_with_its_stock(lakshmi, findings):
    cart = ending_in(lakshmi, 2)
    order = lakshmi.place(cart, payment_method="fake")
    assert order.state == OrderState.PENDING
    assert Payment.objects.get().state == PaymentState.STARTED
    assert OutboxMessage.objects.count() == 0
    assert len(cart_rows.contents(cart_id=cart.pk)) == 2
    assert findings() == []


def test_no_transaction_is_open_while_the_gateway_is_asked(lakshmi, monkeypatch):
    asked = []
    fake = gateways.by_code("fake")

    def start(charge):
        with locks.outside_transaction():
            asked.append(charge.amount_paise)
        return type(fake).start(fake, charge)

    monkeypatch.setattr(fake, "start", start, raising=False)
    lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
    assert asked == [570_00]


def test_bilal_orders_what_is_left_after_asha(lakshmi):
    inventory.count(listing_id=lakshmi["almonds"].pk, counted=700, by=BY, at=NOW)
    lakshmi.a_placed_order(of=lakshmi.asha, almonds=400)
    order = lakshmi.a_placed_order(of=lakshmi.bilal, almonds=300)
    assert order.customer == lakshmi.bilal
    assert stock_of(lakshmi["almonds"]) == (700, 700)


def test_a_guest_has_no_customer(lakshmi):
    order = lakshmi.a_placed_order(atta=1)
    assert order.customer is None
    assert order.history.first().by == str(GUEST)
