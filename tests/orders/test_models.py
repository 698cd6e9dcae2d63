"""What the database itself refuses of orders, and facts about one of them."""

import pytest
from django.db import IntegrityError, transaction

from kirana.core.quantity import BaseUnit, Quantity
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState


@pytest.fixture
def order(lakshmi):
    """Asha's two packs and a kilo and a half: ₹627, at most ₹632.70."""
    return lakshmi.a_placed_order(atta=2, onions=1500)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"total_paise": 626_99}, "an_order_totals_its_parts"),
        ({"goods_paise": 627_01}, "an_order_totals_its_parts"),
        ({"discount_paise": 1}, "an_order_totals_its_parts"),
        ({"goods_paise": 632_71, "total_paise": 632_71}, "an_order_stays_under_the_agreed_cap"),
        ({"state": "lost"}, "order_state_is_known"),
    ],
)
def test_an_order_that_does_not_add_up_is_refused(order, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Order.objects.update(**columns)
    order.refresh_from_db()
    assert (order.goods_paise, order.total_paise, order.state) == (627_00, 627_00, OrderState.PLACED)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"quantity": 0}, "a_line_is_for_something"),
        ({"total_paise": 62_71}, "a_line_stays_under_its_cap"),
        ({"picked_quantity": 1651}, "no_more_is_picked_than_agreed"),
    ],
)
def test_a_line_that_goes_too_far_is_refused(order, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OrderLine.objects.filter(code="onions").update(**columns)


def test_a_thing_stands_on_an_order_once(order):
    line = OrderLine.objects.get(code="atta")
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    assert OrderLine.objects.count() == 2


def test_numbers_and_tokens_are_unique(lakshmi, order):
    other = lakshmi.a_placed_order(atta=1)
    for column in ("number", "token"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=other.pk).update(**{column: getattr(order, column)})


def test_the_bill_may_vary_until_it_is_packed(order):
    varying = []
    for order.state in OrderState:
        varying += [order.state] if order.may_vary else []
    assert varying == [OrderState.PENDING, OrderState.PLACED, OrderState.ACCEPTED, OrderState.PICKING]


def test_a_bill_of_packs_never_varies(lakshmi):
    assert lakshmi.a_placed_order(atta=1).may_vary is False


@pytest.mark.parametrize(("name", "first"), [("Asha Iyer", "Asha"), (" Asha ", "Asha"), ("  ", "  ")])
def test_a_message_greets_by_the_first_name(name, first):
    assert Order(name=name).first_name == first


def test_a_line_tells_what_was_promised_and_what_was_picked(order):
    line = OrderLine.objects.get(code="onions")
    assert (line.promised, line.picked, line.is_picked, line.is_missing) == (
        Quantity(1500, BaseUnit.GRAM),
        None,
        False,
        False,
    )
    line.picked_quantity = 0
    assert (line.picked, line.is_picked, line.is_missing) == (Quantity(0, BaseUnit.GRAM), True, True)
    assert (line.name_in("hi"), line.name_in("en"), str(line)) == ("प्याज़", "Onion", "Onion × 1500")
