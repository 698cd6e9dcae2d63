"""What an order may become, by which verb, and everything it may not."""

from collections.abc import Callable
from typing import Any

import pytest

from kirana.core.errors import ShopError
from kirana.core.states import IllegalMove, StateRaced
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.orders.services import CalledOff
from kirana.orders.states import BEFORE_PACKING, ORDERS, OrderState
from tests.cast import BY, LATER, Lakshmi, everything_that_moves, pick_everything

S = OrderState
NOW_BY = {"by": BY, "at": LATER}

# The verb behind every button, and how it is called.
SERVICES: dict[str, Callable[[Lakshmi, Order], Any]] = {
    "place": lambda _, order: orders.place(order=order, **NOW_BY),
    "abandon": lambda _, order: orders.abandon(order=order, why="no money came", **NOW_BY),
    "accept": lambda _, order: orders.accept(order=order, **NOW_BY),
    "start_picking": lambda _, order: orders.start_picking(order=order, **NOW_BY),
    "pack": lambda _, order: orders.pack(order=order, **NOW_BY),
    "hand_over": lambda lakshmi, order: orders.hand_over(order=order, rider=lakshmi.dev.user, **NOW_BY),
    "bring_back": lambda _, order: orders.bring_back(order=order, why="nobody at home", **NOW_BY),
    "deliver": lambda _, order: orders.deliver(order=order, **NOW_BY),
    "revive": lambda _, order: orders.revive(order=order, why="the money came after all", **NOW_BY),
    "cancel": lambda _, order: orders.cancel(order=order, why="no rider today", **NOW_BY),
}
LEGAL = {
    ("place", S.PENDING): (S.PLACED, ""),
    ("abandon", S.PENDING): (S.CANCELLED, "no money came"),
    ("revive", S.CANCELLED): (S.PLACED, "the money came after all"),
    ("accept", S.PLACED): (S.ACCEPTED, ""),
    ("start_picking", S.ACCEPTED): (S.PICKING, ""),
    ("pack", S.PICKING): (S.PACKED, ""),
    ("hand_over", S.PACKED): (S.OUT, "Dev Kumar"),
    ("bring_back", S.OUT): (S.PACKED, "nobody at home"),
    ("deliver", S.OUT): (S.DELIVERED, ""),
    ("cancel", S.PLACED): (S.CANCELLED, "no rider today"),
    ("cancel", S.ACCEPTED): (S.CANCELLED, "no rider today"),
    ("cancel", S.PICKING): (S.CANCELLED, "no rider today"),
    ("cancel", S.PACKED): (S.CANCELLED, "no rider today"),
}


@pytest.fixture
def order(lakshmi: Lakshmi) -> Order:
    """Asha's order, with every line picked, so that only the state stands in a verb's way."""
    picking = lakshmi.take_to(lakshmi.a_placed_order(atta=1, onions=500), S.PICKING)
    pick_everything(picking)
    return picking


def set_state(order: Order, state: OrderState) -> Order:
    """The order as if it were there."""
    Order.objects.filter(pk=order.pk).update(state=state)
    return Order.objects.get(pk=order.pk)


def test_every_button_has_its_verb():
    assert set(SERVICES) == {move.name for move in ORDERS.moves}
    assert set(LEGAL) == {(move.name, state) for move in ORDERS.moves for state in move.sources}


def test_every_move_leaves_one_row_of_history(lakshmi, order):
    for (verb, state), (target, why) in LEGAL.items():
        found = set_state(order, state)
        before = found.history.count()
        SERVICES[verb](lakshmi, found)

        kept = Order.objects.get(pk=order.pk)
        assert (kept.state, found.state) == (target, target)
        assert kept.history.count() == before + 1
        step = kept.history.last()
        assert (step.from_state, step.to_state, step.move) == (state, target, verb)
        assert (step.by, step.at, step.why) == (str(BY), LATER, why)


def test_every_other_state_refuses_and_nothing_moves(lakshmi, order):
    refusing = [(verb, state) for verb in SERVICES for state in S if (verb, state) not in LEGAL]
    assert len(refusing) == 10 * 8 - 13
    for verb, state in refusing:
        found = set_state(order, state)
        before = everything_that_moves()
        with pytest.raises(IllegalMove) as refused:
            SERVICES[verb](lakshmi, found)
        assert refused.value.message == f"This cannot be done while it is “{state.label}”."
        assert everything_that_moves() == before


def test_until_it_is_packed_asha_may_cancel(order):
    for state in BEFORE_PACKING:
        found = set_state(order, state)
        assert found.can_be_cancelled_by_shopper
        orders.cancel_by_shopper(order=found, by=BY, at=LATER, why="changed my mind")
        assert Order.objects.get(pk=order.pk).state == S.CANCELLED


def test_before_it_is_placed_and_after_it_is_packed_she_may_not(order):
    for state in set(S) - BEFORE_PACKING:
        found = set_state(order, state)
        assert not found.can_be_cancelled_by_shopper
        before = everything_that_moves()
        with pytest.raises(ShopError):
            orders.cancel_by_shopper(order=found, by=BY, at=LATER, why="changed my mind")
        assert everything_that_moves() == before


def test_before_packing_is_until_it_is_packed():
    assert {S.PLACED, S.ACCEPTED, S.PICKING} == BEFORE_PACKING
    assert [state for state in S if not ORDERS.moves_from(state)] == [S.DELIVERED]
    assert set(S) - set(S.holding_a_place()) == {S.CANCELLED}


def test_a_move_from_what_was_read_a_while_ago_is_refused(order, nothing_moves):
    read_before = Order.objects.get(pk=order.pk)
    orders.pack(order=order, **NOW_BY)
    with nothing_moves(), pytest.raises(StateRaced):
        orders.cancel(order=read_before, why="too late", **NOW_BY)
    assert Order.objects.get(pk=order.pk).state == S.PACKED


def test_what_a_person_called_off_is_not_taken_up_again(order, nothing_moves):
    orders.cancel(order=order, why="no rider today", **NOW_BY)
    with nothing_moves(), pytest.raises(CalledOff):
        orders.revive(order=order, why="the money came after all", **NOW_BY)
    assert Order.objects.get(pk=order.pk).state == S.CANCELLED
