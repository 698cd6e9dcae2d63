"""The books: every one of them, broken on purpose behind the shop's back, is named in a sentence."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kirana.core.audit import AuditEntry, AuditHead
from kirana.core.idempotency import IdempotencyKey
from kirana.delivery.models import Slot
from kirana.flows.cancel_order import cancel_order
from kirana.inventory.models import Reservation, StockItem, StockMovement
from kirana.ops import books
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, PaymentStateChange
from kirana.payments.states import PaymentState
from tests.cast import LATER, Lakshmi

BOOKS = [
    "audit log",
    "checks",
    "guide",
    "incidents",
    "stock",
    "orders",
    "payments",
    "ledgers",
    "orders and payments",
    "payments and ledgers",
    "invoices",
]


@pytest.fixture
def order(lakshmi: Lakshmi) -> Order:
    """Asha's two packs and a kilo and a half: ₹627."""
    return lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500)


def sql(statement: str, *values: object) -> None:
    """What nobody should ever do to the shop's data."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_book_is_kept_and_right(lakshmi, order, findings):
    assert sorted(books.names()) == sorted(BOOKS)
    lakshmi.take_to(order, OrderState.DELIVERED)
    assert findings() == []


# --- the audit log ----------------------------------------------------------------------------------


def test_an_entry_that_was_changed(order, findings):
    entry = AuditEntry.objects.get(number=3)
    sql("UPDATE core_auditentry SET by = %s WHERE number = 3", "staff:1 Nobody")
    assert findings() == [("audit log", "entry 3 was changed after it was written")]

    forged = AuditEntry.objects.get(number=3)
    AuditEntry.objects.filter(number=3).update(hash=forged.expected_hash())
    assert findings() == [("audit log", "entry 4 does not follow entry 3")]
    assert entry.hash != forged.expected_hash()


@pytest.mark.parametrize("column", ["at", "action", "subject", "detail"])
def test_every_column_of_an_entry_is_covered(order, findings, column):
    other = AuditEntry.objects.get(number=1)
    value = {"price_paise": 1} if column == "detail" else getattr(other, column)
    value = value.replace(year=2020) if column == "at" else value
    last = AuditEntry.objects.order_by("-number")[0]
    AuditEntry.objects.filter(pk=last.pk).update(**{column: value})
    assert findings() == [("audit log", f"entry {last.number} was changed after it was written")]


def test_entries_that_were_taken_out(order, findings):
    AuditEntry.objects.filter(number__in=[3, 4]).delete()
    assert findings() == [("audit log", "entries 3 to 4 are missing")]


def test_the_last_entry_taken_off(order, findings):
    last = AuditEntry.objects.order_by("-number")[0]
    last.delete()
    assert findings() == [("audit log", f"the log ends at entry {last.number - 1}, but {last.number} were written")]


def test_a_head_that_was_turned_back(order, findings):
    last = AuditHead.objects.get().last_number
    AuditHead.objects.update(last_number=last - 1)
    assert findings() == [("audit log", f"the log ends at entry {last}, but {last - 1} were written")]


# --- stock ------------------------------------------------------------------------------------------


def test_a_packet_that_vanished(lakshmi, order, findings):
    StockItem.objects.filter(listing=lakshmi["atta"]).update(on_hand=39)
    assert findings() == [
        (
            "stock",
            "stock of atta: 39 on hand but movements sum to 40, 2 reserved but open reservations sum to 2",
        )
    ]


def test_a_promise_nobody_was_given(lakshmi, order, findings):
    StockItem.objects.filter(listing=lakshmi["milk"]).update(reserved=1)
    assert findings() == [
        (
            "stock",
            "stock of milk: 60 on hand but movements sum to 60, 1 reserved but open reservations sum to 0",
        )
    ]


def test_a_movement_that_was_rewritten(lakshmi, order, findings):
    opening = StockMovement.objects.get(item__listing=lakshmi["eggs"])
    StockMovement.objects.filter(pk=opening.pk).update(change=21)
    assert findings() == [
        (
            "stock",
            "stock of eggs: 20 on hand but movements sum to 21, 0 reserved but open reservations sum to 0",
        ),
        ("stock", f"stock movement {opening.pk} goes from 0 by 21 to 20"),
    ]


def test_a_movement_whose_balance_was_rewritten(lakshmi, order, findings):
    opening = StockMovement.objects.get(item__listing=lakshmi["eggs"])
    StockMovement.objects.filter(pk=opening.pk).update(on_hand_after=19)
    assert findings() == [("stock", f"stock movement {opening.pk} goes from 0 by 20 to 19")]


# --- orders -----------------------------------------------------------------------------------------


def test_a_line_that_says_another_price(order, findings):
    OrderLine.objects.filter(code="onions").update(total_paise=56_99)
    assert findings() == [
        ("orders", f"{order.number}: goods are 62700 but its lines sum to 62699"),
        ("orders", f"{order.number}: line 2 says 5699 but comes to 5700"),
    ]


def test_goods_that_are_not_the_sum_of_the_lines(order, findings):
    Order.objects.update(goods_paise=600_00, total_paise=600_00)
    assert findings() == [("orders", f"{order.number}: goods are 60000 but its lines sum to 62700")]


def test_a_weight_that_was_changed_without_its_price(order, findings):
    OrderLine.objects.filter(code="onions").update(picked_quantity=1600)
    assert findings() == [("orders", f"{order.number}: line 2 says 5700 but comes to 6080")]


def test_a_state_that_nobody_moved_it_to(order, findings):
    Order.objects.update(state=OrderState.ACCEPTED)
    assert findings() == [("orders", f"order {order.pk} is not in the state its history leads to, “placed”")]


def test_a_step_that_was_taken_out_of_its_history(lakshmi, order, findings):
    lakshmi.take_to(order, OrderState.PICKING)
    OrderStateChange.objects.filter(move="accept").delete()
    assert findings() == [("orders", f"order {order.pk}: “start_picking” from “accepted” to “picking” after “placed”")]


def test_a_history_that_was_taken_away(order, findings):
    OrderStateChange.objects.all().delete()
    assert findings() == [("orders", f"order {order.pk} has no history")]


def test_a_move_that_the_table_does_not_have(order, findings):
    OrderStateChange.objects.filter(move="place").update(move="accept")
    assert findings() == [("orders", f"order {order.pk}: “accept” from “pending” to “placed” after “pending”")]


def test_a_move_of_a_name_that_never_was(order, findings):
    sql("UPDATE orders_orderstatechange SET move = %s WHERE move = %s", "teleport", "place")
    try:
        said = findings()
    except KeyError as stopped:  # kept as words, so that the half-read cursor behind it is let go here
        said = [("orders", f"the check stopped at {stopped}")]
    assert said == [("orders", f"order {order.pk}: “teleport” from “pending” to “placed” after “pending”")]


def test_a_slot_that_counts_an_order_too_many(lakshmi, order, findings):
    Slot.objects.filter(pk=lakshmi.slot.pk).update(booked=2)
    [(book, sentence)] = findings()
    assert book == "orders"
    assert sentence.endswith(": 2 booked but 1 orders hold a place")


def test_a_slot_is_named_by_the_shop_s_clock(lakshmi, order, findings):
    Slot.objects.filter(pk=lakshmi.slot.pk).update(booked=2)
    assert findings()[0][1].startswith("slot 2026-03-02 17:00: ")


# --- payments ---------------------------------------------------------------------------------------


def test_money_that_is_not_the_payment_s_amount(lakshmi, order, findings):
    lakshmi.take_to(order, OrderState.DELIVERED)
    payment = Payment.objects.get()
    Payment.objects.update(captured_paise=626_99)
    assert sorted(findings(), reverse=True) == [
        ("payments and ledgers", f"{order.number}: ₹626.99 was paid in cash, but ₹627 came into the cash"),
        ("payments", f"payment {payment.pk} for {order.number} is paid, but 62699 is not its amount"),
        (
            "orders and payments",
            f"{order.number} is delivered for 62700, but its payment is captured for 62699",
        ),
    ]


def test_money_in_a_payment_that_was_not_made(order, findings):
    payment = Payment.objects.get()
    Payment.objects.update(captured_paise=1)
    assert findings() == [("payments", f"payment {payment.pk} for {order.number} holds money, but is promised")]


def test_a_payment_whose_state_nobody_moved(order, findings):
    payment = Payment.objects.get()
    Payment.objects.update(state=PaymentState.CAPTURED, captured_paise=627_00)
    assert findings() == [
        ("payments and ledgers", f"{order.number}: ₹627 was paid in cash, but ₹0 came into the cash"),
        ("payments", f"payment {payment.pk} is not in the state its history leads to, “promised”"),
    ]


def test_a_payment_without_a_history(order, findings):
    payment = Payment.objects.get()
    PaymentStateChange.objects.all().delete()
    assert findings() == [("payments", f"payment {payment.pk} has no history")]


# --- between orders, stock and payments -------------------------------------------------------------


def test_stock_promised_to_nobody_s_order(order, findings):
    Reservation.objects.update(reference="KM-1")
    assert findings() == [
        ("orders and payments", "KM-1: stock is promised to it, but it is not an order"),
        ("orders and payments", f"{order.number} is placed, but no stock is promised to it"),
    ]


def test_stock_still_promised_to_an_order_that_is_packed(lakshmi, order, findings):
    lakshmi.take_to(order, OrderState.PACKED)
    atta = Reservation.objects.get(item__listing=lakshmi["atta"])
    Reservation.objects.filter(pk=atta.pk).update(ended_at=None)
    StockItem.objects.filter(pk=atta.item_id).update(reserved=2)
    assert findings() == [("orders and payments", f"{order.number}: stock is promised to it, but it is packed")]


def test_an_order_whose_payment_was_taken_away(order, findings):
    PaymentStateChange.objects.all().delete()
    Payment.objects.all().delete()
    assert findings() == [("orders and payments", f"{order.number} is placed, but has no payment")]


def test_a_delivered_order_that_was_paid_another_amount(lakshmi, order, findings):
    lakshmi.take_to(order, OrderState.DELIVERED)
    Payment.objects.update(amount_paise=600_00, captured_paise=600_00)
    assert findings() == [
        (
            "orders and payments",
            f"{order.number} is delivered for 62700, but its payment is captured for 60000",
        ),
        ("payments and ledgers", f"{order.number}: ₹600 was paid in cash, but ₹627 came into the cash"),
    ]


def test_a_cancelled_order_that_is_still_to_be_paid(lakshmi, order, findings):
    cancel_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER, why="no rider today")
    assert findings() == []
    PaymentStateChange.objects.filter(move="cancel").delete()
    Payment.objects.update(state=PaymentState.PROMISED)
    assert findings() == [("orders and payments", f"{order.number} is cancelled, but its payment is still promised")]


def test_a_placing_key_without_its_order(order, findings):
    IdempotencyKey.objects.update(key="one", result="lost")
    assert findings() == [("orders and payments", "the placing key one was used, but its order is not there")]


def test_an_order_placed_without_a_key(order, findings):
    IdempotencyKey.objects.all().delete()
    assert findings() == [("orders and payments", "1 orders were placed with 0 keys")]


def test_a_promise_of_another_amount(lakshmi, order, findings):
    packed = lakshmi.take_to(order, OrderState.PACKED)
    Payment.objects.update(amount_paise=packed.total_paise - 1)
    assert len(findings()) == 1


def test_a_payment_for_nobody_s_order(lakshmi, order, findings):
    lakshmi.take_to(order, OrderState.DELIVERED)
    spare = Payment.objects.get()
    spare.pk, spare.reference, spare.gateway_key = None, "KM-1", "a-key-of-its-own"
    spare.save(force_insert=True)
    for step in PaymentStateChange.objects.order_by("pk"):
        step.pk, step.subject = None, spare
        step.save(force_insert=True)
    assert [book for book, _sentence in findings()] == ["orders and payments", "payments and ledgers"]


@pytest.mark.xfail(strict=True, reason="no book compares what is promised of a thing with the order's line")
def test_less_promised_than_was_ordered(lakshmi, order, findings):
    Reservation.objects.filter(item__listing=lakshmi["atta"]).update(quantity=1)
    StockItem.objects.filter(listing=lakshmi["atta"]).update(reserved=1)
    assert len(findings()) == 1


# --- the command ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_esha_checks_the_books_by_a_command(lakshmi):
    order = lakshmi.a_placed_order(atta=2)
    said = StringIO()
    call_command("check_books", stdout=said)
    assert said.getvalue().strip() == f"The books are right: {', '.join(books.names())}."

    Order.objects.filter(pk=order.pk).update(state=OrderState.ACCEPTED)
    IdempotencyKey.objects.all().delete()
    said = StringIO()
    with pytest.raises(CommandError, match=r"^2 thing\(s\) in the books are wrong\.$"):
        call_command("check_books", stdout=said)
    assert sorted(said.getvalue().splitlines()) == [
        "orders and payments: 1 orders were placed with 0 keys",
        f"orders: order {order.pk} is not in the state its history leads to, “placed”",
    ]
