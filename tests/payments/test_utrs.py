"""A transfer is counted once, wherever its number is typed: for an order, at the door, for a khata, for what goes back."""

from collections.abc import Callable
from itertools import permutations

import pytest

from kirana.flows import confirm_transfer
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import deliver_order
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.ledgers import khata
from kirana.payments.ledgers.models import Means
from kirana.payments.models import Payment, Refund, UsedUtr
from kirana.payments.utrs import TransferUsed
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.money import the_worker_asks

UTR, WITH_SPACES = "412345678901", " 4123 4567-8901 "


@pytest.fixture(autouse=True)
def address(settings) -> None:
    settings.UPI_VPA, settings.UPI_PAYEE = "lakshmi@okbank", "Lakshmi Stores"


def by_the_code(lakshmi: Lakshmi) -> Callable[[str], object]:
    """Asha has scanned the code, and Chitra looks for her money."""
    order = lakshmi.a_placed_order(atta=1, wish={"payment_method": "upi_qr"})
    payment = Payment.objects.get(reference=order.number)
    return lambda utr: confirm_transfer.received(payment_id=payment.pk, utr=utr, by=BY, at=LATER)


def at_the_door(lakshmi: Lakshmi) -> Callable[[str], object]:
    """Dev stands at the door with the bags."""
    order = lakshmi.a_placed_order(atta=1, wish={"payment_method": "upi_on_delivery"})
    out = lakshmi.take_to(order, OrderState.OUT)
    return lambda utr: deliver_order(order=out, taken_paise=out.total_paise, utr=utr, by=BY, at=LATER)


def for_a_khata(lakshmi: Lakshmi) -> Callable[[str], object]:
    """Bilal pays on his khata."""
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.bilal.pk, limit_paise=1000_00, due_day=5, by=BY, at=NOW
    )
    return lambda utr: khata.repay(
        account_id=account.pk, amount_paise=100_00, means=Means.UPI, utr=utr, key="p1", by=BY, at=LATER
    )


def sent_back(lakshmi: Lakshmi) -> Callable[[str], object]:
    """Chitra sends back what Asha paid for an order that was called off."""
    order = lakshmi.a_placed_order(milk=3, wish={"payment_method": "upi_qr"})
    payment = Payment.objects.get(reference=order.number)
    confirm_transfer.received(payment_id=payment.pk, utr="499999999999", by=BY, at=NOW)
    cancel_order(order=Order.objects.get(pk=order.pk), by=BY, at=NOW, why="Asha is away")
    the_worker_asks()
    refund = Refund.objects.get(payment=payment)
    return lambda utr: confirm_transfer.sent_back(refund_id=refund.pk, utr=utr, by=BY, at=LATER)


PLACES = (by_the_code, at_the_door, for_a_khata, sent_back)


@pytest.mark.parametrize(("first", "second"), permutations(PLACES, 2), ids=lambda place: place.__name__)
def test_what_was_typed_in_one_place_is_refused_in_every_other(lakshmi, nothing_moves, first, second):
    here, there = first(lakshmi), second(lakshmi)
    here(UTR)
    assert UsedUtr.objects.get(utr=UTR).at == LATER
    with nothing_moves(), pytest.raises(TransferUsed):
        there(WITH_SPACES)


@pytest.mark.parametrize("place", [by_the_code, for_a_khata, sent_back], ids=lambda place: place.__name__)
def test_the_same_again_changes_nothing(lakshmi, nothing_moves, place):
    press = place(lakshmi)
    press(UTR)
    with nothing_moves():
        press(UTR)


def test_who_types_it_a_second_time_is_told_what_it_paid_for(lakshmi):
    by_the_code(lakshmi)(UTR)
    number = Order.objects.get().number
    with pytest.raises(TransferUsed) as refused:
        for_a_khata(lakshmi)(UTR)
    assert refused.value.message == f"The UTR {UTR} was already used for {number}."
