"""Cash taken at a door is with the rider, in the books as in the bag."""

import pytest

from kirana.flows.fulfil_order import deliver_order
from kirana.orders.states import OrderState
from kirana.payments.ledgers.models import CashBox, CashEntry
from kirana.payments.services import WrongAmount
from tests.cast import LATER


def cash_with(rider) -> int:
    """What the books say is in someone's bag."""
    box = CashBox.objects.filter(holder_id=rider.user_id).first()
    return box.balance_paise if box else 0


def test_cash_taken_at_the_door_is_with_dev_until_he_hands_it_in(lakshmi, findings):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    assert cash_with(lakshmi.dev) == order.total_paise == 570_00
    entry = CashEntry.objects.get()
    assert (entry.kind, entry.reference, entry.change_paise) == ("taken", order.number, 570_00)
    assert findings() == []


def test_upi_at_the_door_is_not_cash(lakshmi):
    order = lakshmi.a_placed_order(atta=2, wish={"payment_method": "upi_on_delivery"})
    lakshmi.take_to(order, OrderState.DELIVERED)
    assert cash_with(lakshmi.dev) == 0


def test_a_wrong_amount_leaves_nothing_in_devs_bag(lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.OUT)
    with pytest.raises(WrongAmount):
        deliver_order(order=order, taken_paise=569_00, utr="", by=lakshmi.dev.as_actor(), at=LATER)
    assert CashEntry.objects.count() == 0
