"""UPI to Lakshmi Stores' own address: Chitra looks into the bank's app and says what is there."""

import pytest
from django.db import IntegrityError, transaction

from kirana.core.errors import NotFound
from kirana.core.models import AuditEntry
from kirana.flows import confirm_transfer
from kirana.flows.cancel_order import cancel_order
from kirana.flows.expire_orders import PATIENCE, expire_orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import transfers
from kirana.payments.models import Payment, Refund
from kirana.payments.services import TransferUsed
from kirana.payments.states import PaymentState, RefundState
from tests.cast import BY, LATER, Lakshmi, stock_of
from tests.money import the_worker_asks

UTR, ANOTHER = "412345678901", "412345678902"


@pytest.fixture(autouse=True)
def address(settings) -> None:
    settings.UPI_VPA, settings.UPI_PAYEE = "lakshmi@okbank", "Lakshmi Stores"


def a_waiting_payment(lakshmi: Lakshmi, **basket: int) -> Payment:
    """Asha has ordered and looks at the QR code."""
    order = lakshmi.a_placed_order(**(basket or {"atta": 2}), wish={"payment_method": "upi_qr"})
    assert order.state == OrderState.PENDING
    return Payment.objects.get(reference=order.number)


def received(payment: Payment, utr: str = UTR) -> Payment:
    return confirm_transfer.received(payment_id=payment.pk, utr=utr, by=BY, at=LATER)


def test_chitra_finds_the_money_and_the_order_is_placed(lakshmi, findings):
    payment = a_waiting_payment(lakshmi)
    assert payment.next_step["link"].startswith("upi://pay?pa=lakshmi@okbank&pn=Lakshmi%20Stores&am=570.00&")
    assert list(transfers.waiting(references=[payment.reference])) == [payment]
    received(payment)
    payment.refresh_from_db()
    assert (payment.state, payment.captured_paise, payment.utr) == (PaymentState.CAPTURED, 570_00, UTR)
    assert Order.objects.get().state == OrderState.PLACED
    assert list(transfers.waiting(references=[payment.reference])) == []
    entry = AuditEntry.objects.get(action="payments.transfer_received")
    assert entry.detail == {"utr": UTR, "amount_paise": 570_00}
    assert findings() == []


def test_confirming_twice_is_one_payment(lakshmi, nothing_moves):
    payment = received(a_waiting_payment(lakshmi))
    with nothing_moves():
        received(payment)


def test_a_utr_is_used_once(lakshmi, nothing_moves):
    first = received(a_waiting_payment(lakshmi))
    second = a_waiting_payment(lakshmi, atta=1)
    with nothing_moves(), pytest.raises(TransferUsed) as refused:
        received(second)
    assert refused.value.facts == {"utr": UTR, "reference": first.reference}
    with pytest.raises(IntegrityError), transaction.atomic():  # and the database holds it too
        Payment.objects.filter(pk=second.pk).update(utr=UTR)


def test_the_money_does_not_come_and_everything_goes_back(lakshmi, findings):
    payment = a_waiting_payment(lakshmi)
    assert stock_of(lakshmi["atta"]) == (40, 2)
    confirm_transfer.not_received(payment_id=payment.pk, by=BY, at=LATER, why="The UPI payment did not arrive.")
    assert Order.objects.get().state == OrderState.CANCELLED
    assert stock_of(lakshmi["atta"]) == (40, 0)
    the_worker_asks()
    payment.refresh_from_db()
    assert payment.state == PaymentState.CANCELLED
    assert findings() == []


def test_it_is_too_late_to_say_that_it_did_not_come(lakshmi, nothing_moves):
    payment = received(a_waiting_payment(lakshmi))
    with nothing_moves():
        confirm_transfer.not_received(payment_id=payment.pk, by=BY, at=LATER, why="")


def test_money_for_an_order_that_ran_out_takes_it_up_again(lakshmi, findings):
    payment = a_waiting_payment(lakshmi)
    assert expire_orders(at=LATER + PATIENCE) == 1
    assert list(transfers.given_up(references=[payment.reference], at=LATER)) == [payment]
    received(payment)
    assert Order.objects.get().state == OrderState.PLACED
    assert findings() == []


def test_money_for_an_order_that_was_called_off_is_listed_to_be_sent_and_sent_once(lakshmi, findings, nothing_moves):
    payment = received(a_waiting_payment(lakshmi))
    cancel_order(order=Order.objects.get(), by=BY, at=LATER, why="Asha is away")
    the_worker_asks()
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_paise) == (RefundState.PENDING, 570_00)  # nobody has sent it yet
    assert list(transfers.to_send(references=[payment.reference])) == [refund]
    confirm_transfer.sent_back(refund_id=refund.pk, utr=ANOTHER, by=BY, at=LATER)
    refund.refresh_from_db()
    assert (refund.state, refund.gateway_reference) == (RefundState.DONE, ANOTHER)
    assert list(transfers.to_send(references=[payment.reference])) == []
    assert findings() == []
    with nothing_moves():
        confirm_transfer.sent_back(refund_id=refund.pk, utr=ANOTHER, by=BY, at=LATER)
    payment.refresh_from_db()
    assert payment.kept_paise == 0


def test_one_transfer_carries_one_refund_back(lakshmi, nothing_moves):
    for number, basket in enumerate(({"atta": 2}, {"atta": 1})):
        payment = received(a_waiting_payment(lakshmi, **basket), utr=f"41234567890{number}")
        cancel_order(order=Order.objects.get(number=payment.reference), by=BY, at=LATER, why="Asha is away")
    the_worker_asks()
    first, second = Refund.objects.order_by("pk")
    confirm_transfer.sent_back(refund_id=first.pk, utr=ANOTHER, by=BY, at=LATER)
    with nothing_moves(), pytest.raises(TransferUsed):
        confirm_transfer.sent_back(refund_id=second.pk, utr=ANOTHER, by=BY, at=LATER)


def test_what_is_not_a_transfer_to_the_shop_cannot_be_confirmed_as_one(lakshmi):
    order = lakshmi.a_placed_order(atta=2)
    with pytest.raises(NotFound):
        received(Payment.objects.get(reference=order.number))
