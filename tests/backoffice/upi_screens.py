"""The screen of transfers to the shop's own UPI address."""

from typing import Any

from kirana.accounts.roles import Permission
from kirana.flows import confirm_transfer
from kirana.flows.cancel_order import cancel_order
from kirana.orders.models import Order
from kirana.payments.models import Payment, Refund
from tests.backoffice.floor import Floor, Screen
from tests.cast import BY, LATER

P = Permission
UTR = "412345678901"


def a_transfer(floor: Floor) -> Payment:
    """One that is waited for."""
    known = Payment.objects.filter(gateway="upi_qr", state="started").first()
    if known is not None:
        return known
    return _an_order(floor)


def _an_order(floor: Floor) -> Payment:
    order = floor.lakshmi.a_placed_order(atta=2, wish={"payment_method": "upi_qr"})
    return Payment.objects.get(reference=order.number)


def a_refund(floor: Floor) -> Refund:
    """One that somebody has to send."""
    known = Refund.objects.filter(payment__gateway="upi_qr").first()
    if known is not None:
        return known
    payment = confirm_transfer.received(payment_id=_an_order(floor).pk, utr=UTR, by=BY, at=floor.lakshmi.at)
    cancel_order(order=Order.objects.get(number=payment.reference), by=BY, at=LATER, why="away")
    return Refund.objects.get(payment=payment)


def _payment(floor: Floor) -> dict[str, Any]:
    return {"payment_id": a_transfer(floor).pk}


def _refund(floor: Floor) -> dict[str, Any]:
    return {"refund_id": a_refund(floor).pk}


UPI_SCREENS = (
    Screen("staff_upi", P.SEE_MONEY, 200),
    Screen(
        "staff_upi_received",
        P.TAKE_MONEY,
        302,
        "post",
        parts=_payment,
        data=lambda floor: {f"payment-{a_transfer(floor).pk}-utr": "4123 4567 8902"},
    ),
    Screen("staff_upi_missed", P.TAKE_MONEY, 302, "post", parts=_payment),
    Screen(
        "staff_upi_sent",
        P.REFUND,
        302,
        "post",
        parts=_refund,
        data=lambda floor: {f"refund-{a_refund(floor).pk}-utr": "412345678903"},
    ),
)
