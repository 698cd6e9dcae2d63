"""Giving money back: never more than was paid, once however often it is pressed, to where it came from."""

import pytest

from kirana.core.audit import AuditEntry
from kirana.core.outbox import OutboxMessage
from kirana.core.states import IllegalMove
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import bring_back_order
from kirana.flows.refund_order import BillNotFinal, MoreThanTheLine, mend_refund, refund_order
from kirana.invoicing import selectors as documents
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.ledgers import cash
from kirana.payments.ledgers import selectors as ledgers
from kirana.payments.ledgers.models import CashEntry
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


def test_what_did_not_arrive_of_a_line_is_mended_and_not_given_anew(lakshmi, findings):
    order = ashas_order(lakshmi)
    line = str(order.lines.get().pk)
    give_back(order, 500_08, **{line: 500_08})  # the pretend bank does not take it
    the_worker_asks()
    assert Refund.objects.get().state == "failed"
    with pytest.raises(MoreThanTheLine):
        give_back(order, 69_93, key="two", **{line: 69_93})
    give_back(order, 69_92, key="three", **{line: 69_92})
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


# --- in cash ----------------------------------------------------------------------------------------


def in_the_till(lakshmi: Lakshmi) -> int:
    return ledgers.cash_with(store_id=lakshmi.store.pk, holder_id=None)


def put_in(lakshmi: Lakshmi, paise: int) -> None:
    cash.put_in(store_id=lakshmi.store.pk, amount_paise=paise, key=f"change-{paise}", by=BY, at=LATER, why="change")


def test_what_was_paid_in_cash_comes_out_of_the_till_at_once(lakshmi, findings, nothing_moves):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    put_in(lakshmi, 150_00)
    (refund,) = give_back(order, 100_00)
    assert (refund.state, in_the_till(lakshmi)) == ("done", 50_00)
    entry = CashEntry.objects.get(kind="paid_out")
    assert (entry.change_paise, entry.reference, entry.why) == (-100_00, order.number, "a torn bag")
    assert OutboxMessage.objects.filter(template="order_refunded").count() == 1
    assert findings() == []
    with nothing_moves():
        give_back(order, 100_00)
        the_worker_asks()
    assert in_the_till(lakshmi) == 50_00


def test_with_too_little_in_the_till_nothing_is_given(lakshmi, nothing_moves):
    """What Dev took at the door is still with Dev."""
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    put_in(lakshmi, 99_99)
    with nothing_moves(), pytest.raises(cash.NotEnoughCash) as refused:
        give_back(order, 100_00)
    assert refused.value.message == "There is ₹99.99 in the till."
    assert (Refund.objects.count(), in_the_till(lakshmi)) == (0, 99_99)


def test_a_card_s_refund_that_failed_is_given_out_of_the_till(lakshmi, findings, nothing_moves):
    order = ashas_order(lakshmi)
    give_back(order, 100_08)
    the_worker_asks()
    refund = Refund.objects.get()
    with nothing_moves(), pytest.raises(cash.NotEnoughCash):
        mend_refund(refund=refund, verb="in_cash", by=BY, at=LATER, why="at the counter")
    put_in(lakshmi, 200_00)
    mend_refund(refund=refund, verb="in_cash", by=BY, at=LATER, why="at the counter")
    refund.refresh_from_db()
    assert (refund.state, in_the_till(lakshmi)) == ("done", 99_92)
    assert findings() == []
    with nothing_moves(), pytest.raises(IllegalMove):
        mend_refund(refund=refund, verb="in_cash", by=BY, at=LATER, why="at the counter")


def test_the_books_name_cash_that_left_for_no_refund_and_a_refund_that_no_cash_left_for(lakshmi, findings):
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    put_in(lakshmi, 150_00)
    give_back(order, 100_00)
    CashEntry.objects.filter(kind="paid_out").update(key="refund-0-1")
    assert findings() == [
        ("payments and ledgers", f"{order.number}: ₹100 was given back, but ₹0 came out of the till"),
        ("payments and ledgers", "₹100 came out of the till for refund-0-1, which was not given back"),
    ]


# --- between packing and dispatch -------------------------------------------------------------------


def on_paper(order: Order) -> list[tuple[str, int]]:
    return [(one.kind, one.total_paise) for one in documents.documents_of(reference=order.number)]


@pytest.mark.parametrize("by_line", [False, True])
def test_what_went_back_before_the_bags_left_is_credited_right_after_the_invoice(lakshmi, findings, by_line):
    order = lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2, milk=1), OrderState.PACKED)
    milk = str(order.lines.get(code="milk").pk)
    shares = {milk: 54_00} if by_line else {}
    give_back(order, 54_00, **shares)
    assert on_paper(order) == []
    out = lakshmi.take_to(order, OrderState.OUT)
    assert on_paper(order) == [("bill_of_supply", 624_00), ("credit_note", 54_00)]
    note = documents.documents_of(reference=order.number)[1]
    assert note.why == "a torn bag"
    assert [line.name for line in note.lines.all()] == (
        ["Nandi Toned Milk"] if by_line else ["Dharti Chakki Fresh Atta", "Nandi Toned Milk"]
    )
    assert findings() == []
    give_back(out, 10_00, key="two")
    assert on_paper(order)[2:] == [("credit_note", 10_00)]
    assert Payment.objects.get().kept_paise == 624_00 - 54_00 - 10_00


def test_bags_that_go_out_a_second_time_are_credited_once(lakshmi, findings):
    order = ashas_order(lakshmi, OrderState.PACKED)
    give_back(order, 100_00)
    out = lakshmi.take_to(order, OrderState.OUT)
    bring_back_order(order=out, by=BY, at=LATER, why="nobody at home")
    lakshmi.take_to(out, OrderState.OUT)
    assert on_paper(order) == [("bill_of_supply", 570_00), ("credit_note", 100_00)]
    assert findings() == []
