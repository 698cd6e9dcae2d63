"""Giving money back: never more than was paid, once however often it is pressed, to where it came from."""

import pytest

from kirana.core.audit import AuditEntry
from kirana.core.outbox import OutboxMessage
from kirana.flows.cancel_order import cancel_order
from kirana.flows.refund_order import BillNotFinal, MoreThanTheLine, mend_refund, refund_order
from kirana.invoicing import selectors as documents
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, Refund
from kirana.payments.services.refunds import MoreThanPaid, NothingToRefund
from tests.cast import BY, LATER, Lakshmi
from tests.money import the_worker_asks


def ashas_order(lakshmi: Lakshmi, state: OrderState = OrderState.DELIVERED) -> Order:
    """Two packs for ₹570, paid before they were brought."""
    return lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2), state)


def give_back(order: Order, paise: int, *, key: str = "one", why: str = "a torn bag", **shares: int) -> list[Refund]:
    """Press the button."""
    return refund_order(order=order, amount_paise=paise, key=key, by=BY, at=LATER, why=why, shares=shares)


def test_a_part_goes_back_and_asha_is_told_when_it_has(lakshmi, findings):
    order = ashas_order(lakshmi)
    (refund,) = give_back(order, 100_00)
    assert (refund.state, refund.amount_paise, Payment.objects.get().kept_paise) == ("begun", 100_00, 470_00)
    assert AuditEntry.objects.filter(action="payments.refund").count() == 1
    assert OutboxMessage.objects.filter(template="order_refunded").count() == 0
    assert findings() == []
    the_worker_asks()
    refund.refresh_from_db()
    assert [step.move for step in refund.history.all()] == ["begin", "ask", "finish"]
    assert OutboxMessage.objects.get(template="order_refunded").facts["amount"] == "₹100"
    assert findings() == []


def test_pressing_twice_is_one_refund(lakshmi, nothing_moves):
    order = ashas_order(lakshmi)
    first = give_back(order, 100_00)
    with nothing_moves():
        assert give_back(order, 100_00) == first
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(("paise", "refusal"), [(570_01, MoreThanPaid), (0, NothingToRefund), (-1, NothingToRefund)])
def test_more_than_was_paid_or_nothing_is_refused(lakshmi, nothing_moves, paise, refusal):
    order = ashas_order(lakshmi)
    with nothing_moves(), pytest.raises(refusal):
        give_back(order, paise)
    assert Refund.objects.count() == 0


def test_what_is_on_its_way_is_not_there_to_be_given_again(lakshmi, findings):
    order = ashas_order(lakshmi)
    give_back(order, 400_00)
    with pytest.raises(MoreThanPaid) as refused:
        give_back(order, 200_00, key="two")
    assert refused.value.message == "Only ₹170 of it is left to give back."
    give_back(order, 170_00, key="three")
    assert Payment.objects.get().kept_paise == 0
    assert findings() == []


@pytest.mark.parametrize("state", [OrderState.PLACED, OrderState.PICKING])
def test_before_the_bill_is_final_there_is_nothing_to_give(lakshmi, nothing_moves, state):
    order = ashas_order(lakshmi, state)
    with nothing_moves(), pytest.raises(BillNotFinal):
        give_back(order, 1_00)


def test_a_line_gives_no_more_back_than_it_cost(lakshmi, findings):
    order = ashas_order(lakshmi)
    line = str(order.lines.get().pk)
    give_back(order, 500_00, **{line: 500_00})
    with pytest.raises(MoreThanTheLine):
        give_back(order, 70_01, key="two", **{line: 70_01})
    give_back(order, 70_00, key="three", **{line: 70_00})
    assert findings() == []


@pytest.mark.parametrize("by_line", [False, True])
def test_what_was_invoiced_is_taken_back_by_a_credit_note(lakshmi, findings, by_line):
    order = ashas_order(lakshmi)
    shares = {str(order.lines.get().pk): 100_00} if by_line else {}
    give_back(order, 100_00, **shares)
    notes = [one for one in documents.documents_of(reference=order.number) if one.kind == "credit_note"]
    assert [note.total_paise for note in notes] == [100_00]
    assert findings() == []


def test_after_a_part_went_back_cancelling_gives_back_the_rest(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.PACKED)
    give_back(order, 100_00)
    cancel_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER, why="no rider today")
    assert sorted(Refund.objects.values_list("amount_paise", flat=True)) == [100_00, 470_00]
    the_worker_asks()
    assert findings() == []


def test_a_refund_that_did_not_arrive_is_asked_for_again_or_given_by_hand(lakshmi, findings):
    order = ashas_order(lakshmi)
    give_back(order, 100_08)  # the pretend bank does not take it
    the_worker_asks()
    refund = Refund.objects.get()
    assert (refund.state, refund.failure) == ("failed", "The bank did not take it back.")
    assert Payment.objects.get().kept_paise == 570_00
    mend_refund(refund=refund, verb="retry", by=BY, at=LATER)
    assert Payment.objects.get().kept_paise == 469_92
    the_worker_asks()
    refund.refresh_from_db()
    assert (refund.state, refund.attempt) == ("failed", 2)
    mend_refund(refund=refund, verb="by_hand", by=BY, at=LATER, why="cash at the counter")
    refund.refresh_from_db()
    assert (refund.state, refund.history.last().why) == ("done", "cash at the counter")
    assert findings() == []


def test_a_gateway_out_of_reach_is_asked_again_ever_more_seldom(lakshmi, findings):
    from datetime import timedelta

    order = ashas_order(lakshmi)
    give_back(order, 100_05)
    asked = [minute for minute in range(120) if the_worker_asks(at=LATER + timedelta(minutes=minute))]
    assert asked == [0, 1, 3, 8, 23, 83]
    refund = Refund.objects.get()
    assert (refund.state, refund.asked_times, Payment.objects.get().kept_paise) == ("asked", 6, 469_95)
    assert findings() == []
