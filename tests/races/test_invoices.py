"""Two hundred parcels leave at once: their invoices are numbered one after the other, and none twice."""

import pytest

from kirana.core import locks
from kirana.flows.credit_order import credit_order
from kirana.flows.fulfil_order import hand_over_order
from kirana.inventory import services as inventory
from kirana.invoicing.models import Document
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import BY, LATER, NOW, ZONE, an_evening
from tests.invoicing.registered import register
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PARCELS, HANDS = 200, 20


class PowerCut(Exception):
    """What happens to a process between two statements."""


def test_two_hundred_parcels_leave_at_once(lakshmi, findings):
    register(lakshmi)
    an_evening(lakshmi.store, weekday=NOW.astimezone(ZONE).weekday(), at=NOW, capacity=PARCELS)
    inventory.receive(listing_id=lakshmi["atta"].pk, quantity=PARCELS, by=BY, at=NOW)
    orders = [lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.PACKED).pk for _n in range(PARCELS)]

    ends = race(
        [
            {"verb": "dispatch", "order_ids": orders[hand::HANDS], "rider_id": lakshmi.dev.user_id}
            for hand in range(HANDS)
        ]
    )

    numbers = sorted(" ".join(ends).split())
    assert numbers == [f"T{lakshmi.store.pk}/2526/{number:04d}" for number in range(1, PARCELS + 1)]
    assert list(Document.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, PARCELS + 1))
    assert Document.objects.values("reference").distinct().count() == PARCELS
    assert findings() == []


def test_a_power_cut_after_the_number_was_drawn_leaves_no_gap(lakshmi, findings):
    register(lakshmi)
    first, second = (lakshmi.take_to(lakshmi.a_placed_order(atta=1), OrderState.PACKED) for _n in range(2))
    with pytest.raises(PowerCut), locks.transaction():
        hand_over_order(order=first, rider=lakshmi.dev.user, by=BY, at=LATER)
        assert Document.objects.get().sequence == 1
        raise PowerCut
    assert Document.objects.count() == 0
    hand_over_order(order=second, rider=lakshmi.dev.user, by=BY, at=LATER)
    assert Document.objects.get().sequence == 1
    assert Order.objects.get(pk=first.pk).state == OrderState.PACKED
    assert findings() == []


def test_an_invoice_is_not_taken_back_twice_at_once(lakshmi, findings):
    register(lakshmi)
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.OUT)
    ends = race([{"verb": "credit", "order_id": order.pk, "amount_paise": 300_00}] * 6)
    assert sorted(ends) == ["done"] + ["more_than_invoiced"] * 5
    credit_order(order=order, by=BY, at=LATER, why="the rest")
    assert sum(Document.objects.filter(kind="credit_note").values_list("total_paise", flat=True)) == 570_00
    assert findings() == []
