"""Two people do the same thing at the same moment: it is done once, and the other is told."""

from collections import Counter

import pytest

from kirana.core import audit
from kirana.core.audit import AuditEntry
from kirana.core.numbers import Counter as Series
from kirana.orders.states import OrderState
from tests.cast import pick_everything, stock_of
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TOO_LATE = {"state_raced", "illegal_move"}


def test_chitra_and_pooja_accept_the_same_order(lakshmi, findings):
    order = lakshmi.a_placed_order(atta=1)
    ends = race([{"verb": "move", "order_id": order.pk, "flow": "accept"}] * 8)
    assert ends.count("done") == 1
    assert set(ends) <= {"done"} | TOO_LATE
    assert list(order.history.values_list("move", flat=True)) == ["begin", "place", "accept"]
    assert findings() == []


def test_an_order_packed_twice_at_once_takes_the_goods_once(lakshmi, findings):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=3), OrderState.PICKING)
    pick_everything(order)
    ends = race([{"verb": "move", "order_id": order.pk, "flow": "pack"}] * 6)
    assert ends.count("done") == 1
    assert set(ends) <= {"done"} | TOO_LATE
    assert stock_of(lakshmi["atta"]) == (37, 0)
    assert findings() == []


def test_an_order_cancelled_many_times_at_once_gives_back_once(lakshmi, findings):
    order = lakshmi.a_placed_order(atta=3)
    ends = race([{"verb": "move", "order_id": order.pk, "flow": "cancel"}] * 8)
    assert ends.count("done") == 1
    assert set(ends) <= {"done", "too_late_to_cancel"} | TOO_LATE
    assert stock_of(lakshmi["atta"]) == (40, 0)
    assert lakshmi.slot.booked == 0
    assert findings() == []


def test_asha_cancels_while_pooja_packs(lakshmi, findings):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=3), OrderState.PICKING)
    pick_everything(order)
    flows = ["pack", "cancel"] * 4
    ends = race([{"verb": "move", "order_id": order.pk, "flow": flow} for flow in flows])
    assert ends.count("done") == 1
    order.refresh_from_db()
    packed = order.state == OrderState.PACKED
    assert packed or order.state == OrderState.CANCELLED
    assert stock_of(lakshmi["atta"]) == ((37, 0) if packed else (40, 0))
    assert findings() == []


def test_forty_numbers_drawn_at_once_have_no_gap_and_one_chain(db):
    ends = race([{"verb": "number", "series": "invoices 2025-26"}] * 40)
    assert Counter(ends) == Counter(str(number) for number in range(1, 41))
    assert Series.objects.get().last == 40
    assert list(audit.verify()) == []
    subjects = AuditEntry.objects.order_by("number").values_list("subject", flat=True)
    assert list(subjects) == [f"number:{number}" for number in range(1, 41)]
