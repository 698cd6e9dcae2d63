"""An order's way through the shop: accepted, picked, packed, handed over, brought back or delivered."""

from datetime import datetime

from kirana.accounts.models import User
from kirana.core import locks
from kirana.core.actors import Actor
from kirana.flows import tell
from kirana.flows.credit_order import credit_what_was_given_back
from kirana.flows.invoice_order import invoice_order
from kirana.flows.square_up import square_up
from kirana.inventory import services as inventory
from kirana.invoicing import selectors as invoices
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.ledgers import cash
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState

CASH = "cash_on_delivery"


def accept_order(*, order: Order, by: Actor, at: datetime) -> None:
    """The shop takes it on, and the shopper is told."""
    with locks.transaction():
        orders.accept(order=order, by=by, at=at)
        tell.order_accepted(order=order, at=at)


def pack_order(*, order: Order, by: Actor, at: datetime) -> None:
    """Close the bags: what was picked leaves the stock, and the payments follow the weighed bill.

    What is held is taken, what was taken above the bill goes back: written here, carried out by a job.
    Raises `NotAllPicked`, `NothingToPack`, or `OutOfStock` when more was picked than the shelf held.
    """
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        orders.pack(order=now, by=by, at=at)
        square_up(order=now, by=by, at=at)
        taken = {line.listing_id: line.picked_quantity or 0 for line in order_rows.lines(order_id=now.pk)}
        inventory.consume(reference=now.number, taken=taken, by=by, at=at)
        tell.order_packed(order=now, at=at)


def hand_over_order(*, order: Order, rider: User, by: Actor, at: datetime) -> None:
    """The bags leave the shop with their invoice, and the shopper is told who brings them.

    Raises `RatesUnknown` and `NotAcrossStates`: then the bags stay in the shop.
    """
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        orders.hand_over(order=now, rider=rider, by=by, at=at)
        is_first_time = invoices.invoice_of(reference=now.number) is None
        invoice = invoice_order(order=now, by=by, at=at)
        if is_first_time:
            credit_what_was_given_back(order=now, invoice=invoice, by=by, at=at)
        tell.order_out(order=now, at=at)


def deliver_order(*, order: Order, taken_paise: int, utr: str, by: Actor, at: datetime) -> None:
    """The bags are with the shopper and the money, when it was still owed, is with us.

    Raises `WrongAmount`, and `TransferUsed` when the UTR paid for something else; nothing was written then.
    """
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        promised = [one for one in payment_rows.lock_all(reference=now.number) if one.state == PaymentState.PROMISED]
        orders.deliver(order=now, by=by, at=at)
        for payment in promised:  # at most one: a way to pay at the door is never split with another
            payments.take_at_the_door(payment=payment, amount_paise=taken_paise, utr=utr, by=by, at=at)
            _into_the_riders_cash(now, payment, by=by, at=at)
        tell.order_delivered(order=now, at=at)


def bring_back_order(*, order: Order, by: Actor, at: datetime, why: str) -> None:
    """Nobody took the bags; they are in the shop again, to go out another time."""
    with locks.transaction():
        orders.bring_back(order=order_rows.lock(order_id=order.pk), by=by, at=at, why=why)


def _into_the_riders_cash(order: Order, payment: Payment, *, by: Actor, at: datetime) -> None:
    """What was paid in notes and coins is with the rider until they hand it in; UPI is in the bank already."""
    if payment.gateway == CASH and payment.captured_paise:
        cash.take(
            store_id=order.store_id,
            holder_id=order.rider_id,
            amount_paise=payment.captured_paise,
            reference=order.number,
            key=f"payment-{payment.pk}",
            by=by,
            at=at,
        )
