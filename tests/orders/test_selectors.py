"""Who may see an order, and what the shop asks about its orders."""

from datetime import timedelta

import pytest

from kirana.catalog.services import listings
from kirana.core.errors import NotFound
from kirana.flows.cancel_order import cancel_order
from kirana.flows.settle_payment import settle
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.models import Payment
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.flows.totals import ending_in

PENDING = 2  # paise that make the pretend gateway say: not yet


def numbers(found: list[Order]) -> list[str]:
    """Their numbers, in their order."""
    return [order.number for order in found]


def a_pending_order(lakshmi: Lakshmi) -> Order:
    """An order whose payment is not settled yet."""
    return lakshmi.place(ending_in(lakshmi, PENDING), payment_method="fake")


# --- whose it is ------------------------------------------------------------------------------------


def test_the_token_opens_the_order_and_nothing_else_does(lakshmi, django_assert_num_queries):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=1)
    with django_assert_num_queries(1):
        assert order_rows.by_token(token=order.token).store.name == "Lakshmi Stores"
    for guess in ("", order.number, str(order.pk), order.token[:-1], order.token.swapcase()):
        with pytest.raises(NotFound):
            order_rows.by_token(token=guess)


def test_bilal_sees_his_own_orders_the_newest_first(lakshmi):
    first = lakshmi.a_placed_order(of=lakshmi.bilal, atta=1)
    lakshmi.a_placed_order(of=lakshmi.asha, atta=1)
    second = lakshmi.a_placed_order(of=lakshmi.bilal, milk=3)
    assert numbers(order_rows.of_customer(customer_id=lakshmi.bilal.pk)) == [second.number, first.number]


def test_a_browser_sees_the_orders_whose_tokens_it_kept(lakshmi):
    first, _other, third = (lakshmi.a_placed_order(atta=1) for _ in range(3))
    pending = a_pending_order(lakshmi)
    found = order_rows.of_tokens(tokens=[first.token, third.token, pending.token, "guessed"])
    assert numbers(found) == [third.number, first.number]
    assert order_rows.of_tokens(tokens=[]) == []


def test_an_order_being_placed_is_not_on_asha_s_list(lakshmi):
    a_pending_order(lakshmi)
    Order.objects.update(customer=lakshmi.asha)
    assert list(order_rows.of_customer(customer_id=lakshmi.asha.pk)) == []


def test_the_staff_of_another_shop_find_nothing(lakshmi):
    order = lakshmi.a_placed_order(atta=1)
    assert order_rows.of_store(store_id=lakshmi.store.pk, number=order.number) == order
    with pytest.raises(NotFound):
        order_rows.of_store(store_id=lakshmi.store.pk + 1, number=order.number)
    with pytest.raises(NotFound):
        order_rows.of_store(store_id=lakshmi.store.pk, number="KM-1")
    assert order_rows.board(store_id=lakshmi.store.pk + 1) == []
    assert order_rows.recent(store_id=lakshmi.store.pk + 1) == []


# --- the board --------------------------------------------------------------------------------------


def test_the_board_shows_what_needs_hands_those_due_first_ahead(lakshmi):
    tomorrow = lakshmi.store.slots.order_by("starts_at")[1]
    later = lakshmi.a_placed_order(wish={"slot_id": tomorrow.pk}, atta=1)
    first = lakshmi.a_placed_order(atta=1)
    out = lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.OUT)
    lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.DELIVERED)
    cancel_order(order=lakshmi.a_placed_order(atta=1), by=BY, at=NOW, why="changed my mind")
    a_pending_order(lakshmi)
    assert numbers(order_rows.board(store_id=lakshmi.store.pk)) == [first.number, out.number, later.number]


def test_the_board_takes_one_statement_riders_and_all(lakshmi, django_assert_num_queries):
    for _ in range(3):
        lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.OUT)
    with django_assert_num_queries(1):
        riders = [str(order.rider) for order in order_rows.board(store_id=lakshmi.store.pk)]
    assert riders == ["Dev Kumar"] * 3


def test_the_bell_hears_of_a_new_order(lakshmi):
    assert order_rows.newest_placed_id(store_id=lakshmi.store.pk) == 0
    order = lakshmi.a_placed_order(atta=1)
    assert order_rows.newest_placed_id(store_id=lakshmi.store.pk) == order.history.get(move="place").pk


def test_the_bell_hears_of_an_order_that_was_paid_a_little_later(lakshmi):
    asked = a_pending_order(lakshmi)
    lakshmi.a_placed_order(milk=3)
    heard = order_rows.newest_placed_id(store_id=lakshmi.store.pk)
    captured = Answer(Outcome.CAPTURED, gateway_reference="pay_42", amount_paise=asked.total_paise)
    settle(payment=Payment.objects.get(reference=asked.number), answer=captured, by=BY, at=LATER)
    assert order_rows.newest_placed_id(store_id=lakshmi.store.pk) > heard


# --- looking an order up ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["iyer", "ASHA", "98450", "11001", "+919845011001"])
def test_an_order_is_found_by_part_of_a_name_or_the_end_of_a_phone(lakshmi, text):
    asha = lakshmi.a_placed_order(atta=1)
    lakshmi.a_placed_order(wish={"name": "Bilal Khan", "phone": "+919900022002"}, atta=1)
    expected = [] if text == "98450" else [asha.number]  # the beginning of a phone finds nothing
    assert numbers(order_rows.recent(store_id=lakshmi.store.pk, text=text)) == expected


def test_an_order_is_found_by_its_number_or_the_end_of_it(lakshmi):
    order = lakshmi.a_placed_order(atta=1)
    for text in (order.number, order.number.lower(), order.number[-5:]):
        assert numbers(order_rows.recent(store_id=lakshmi.store.pk, text=text)) == [order.number]


def test_orders_are_found_by_state_the_newest_first(lakshmi):
    first, second = lakshmi.a_placed_order(atta=1), lakshmi.a_placed_order(atta=1)
    accepted = lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.ACCEPTED)
    a_pending_order(lakshmi)
    store = lakshmi.store.pk
    assert numbers(order_rows.recent(store_id=store, state="placed")) == [second.number, first.number]
    assert numbers(order_rows.recent(store_id=store)) == [accepted.number, second.number, first.number]
    assert numbers(order_rows.recent(store_id=store, limit=1)) == [accepted.number]
    assert order_rows.recent(store_id=store, state="pending") == []


# --- what is in it ----------------------------------------------------------------------------------


def test_the_picker_walks_the_aisles_once_and_ten_comes_after_two(lakshmi):
    listings.change(listing=lakshmi["milk"], aisle="", by=BY, at=NOW)
    order = lakshmi.a_placed_order(almonds=100, eggs=1, milk=1, onions=500, atta=1, olive_oil=1)
    walk = [(line.aisle, line.code) for line in order_rows.lines_by_aisle(order_id=order.pk)]
    assert walk == [
        ("A2", "atta"),
        ("A10", "almonds"),
        ("B1", "olive_oil"),
        ("C10", "eggs"),
        ("V1", "onions"),
        ("", "milk"),  # where nobody has said it stands
    ]
    chosen = [line.code for line in order_rows.lines(order_id=order.pk)]
    assert chosen == ["almonds", "eggs", "milk", "onions", "atta", "olive_oil"]


def test_the_timeline_tells_what_happened_first_to_last(lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.PICKING)
    steps = [(step.move, step.by) for step in order_rows.timeline(order_id=order.pk)]
    assert steps == [
        ("begin", "guest: guest"),
        ("place", "guest: guest"),
        ("accept", str(lakshmi.chitra.as_actor())),
        ("start_picking", str(lakshmi.pooja.as_actor())),
    ]


def test_lines_are_counted_for_many_orders_at_once(lakshmi, django_assert_num_queries):
    one, two = lakshmi.a_placed_order(atta=1), lakshmi.a_placed_order(atta=1, milk=1)
    with django_assert_num_queries(1):
        assert order_rows.line_counts(order_ids=[one.pk, two.pk]) == {one.pk: 1, two.pk: 2}


# --- what was bought --------------------------------------------------------------------------------


def test_what_asha_buys_most_comes_first_and_then_what_she_bought_last(lakshmi):
    lakshmi.a_placed_order(of=lakshmi.asha, atta=1)
    lakshmi.a_placed_order(of=lakshmi.asha, milk=3)
    lakshmi.a_placed_order(of=lakshmi.asha, eggs=3)
    lakshmi.a_placed_order(of=lakshmi.asha, milk=3)
    lakshmi.a_placed_order(of=lakshmi.bilal, almonds=500)
    bought = order_rows.bought_listing_ids(customer_id=lakshmi.asha.pk, tokens=[])
    assert bought == [lakshmi[key].pk for key in ("milk", "eggs", "atta")]
    assert order_rows.bought_listing_ids(customer_id=lakshmi.asha.pk, tokens=[], limit=1) == [lakshmi["milk"].pk]


def test_a_guest_s_browser_knows_what_it_bought_and_no_more(lakshmi):
    mine, _other = lakshmi.a_placed_order(milk=3), lakshmi.a_placed_order(atta=1)
    assert order_rows.bought_listing_ids(customer_id=None, tokens=[mine.token]) == [lakshmi["milk"].pk]
    assert order_rows.bought_listing_ids(customer_id=None, tokens=[]) == []


def test_what_was_called_off_was_not_sold(lakshmi):
    lakshmi.a_placed_order(atta=5, milk=3)
    lakshmi.a_placed_order(atta=1)
    cancel_order(order=lakshmi.a_placed_order(milk=3), by=BY, at=NOW, why="changed my mind")
    a_pending_order(lakshmi)
    sold = order_rows.sold_counts(store_id=lakshmi.store.pk)
    assert sold == {lakshmi["atta"].pk: 2, lakshmi["milk"].pk: 1}
    assert OrderLine.objects.count() == 6


# --- what was never finished ------------------------------------------------------------------------


def test_orders_begun_and_not_finished_are_found_by_their_age(lakshmi):
    pending = a_pending_order(lakshmi)
    lakshmi.a_placed_order(atta=1)
    assert order_rows.pending_since(before=NOW) == []
    assert numbers(order_rows.pending_since(before=NOW + timedelta(seconds=1))) == [pending.number]
