"""The screens about payments: an order that Asha paid before it was packed, a refund that did not arrive, a message."""

from typing import Any

from kirana.accounts.roles import Permission
from kirana.core.actors import Actor
from kirana.orders.states import OrderState
from kirana.payments.ledgers import cash
from kirana.payments.models import Payment, Refund, RefundKind, WebhookEvent
from kirana.payments.services import refunds
from kirana.payments.states import EVENTS, REFUNDS
from tests.backoffice.floor import Floor, Screen
from tests.cast import BY, NOW, Lakshmi


def paid(floor: Floor) -> Payment:
    """₹570, paid by the pretend gateway; the order is packed."""
    if "paid" not in floor.orders:
        placed = floor.lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2)
        floor.orders["paid"] = floor.lakshmi.take_to(placed, OrderState.PACKED)
    return Payment.objects.get(reference=floor.orders["paid"].number)


def failed_refund(floor: Floor) -> Refund:
    """₹10 that the bank did not take."""
    known = Refund.objects.filter(key="torn").first()
    return known or a_failed_refund(floor.lakshmi, paid(floor))


def a_failed_refund(lakshmi: Lakshmi, payment: Payment, *, by: Actor = BY) -> Refund:
    """A refund that was asked for and did not arrive."""
    facts: dict[str, Any] = {"kind": RefundKind.GOODS, "key": "torn", "why": "a torn bag"}
    refund = refunds.begin(payment=payment, amount_paise=10_00, by=by, at=lakshmi.at, **facts)
    REFUNDS.move(refund, "fail", by=by, at=lakshmi.at, ask_at=None, failure="The account is closed.")
    Payment.objects.filter(pk=payment.pk).update(refunded_paise=0)
    return refund


def message(floor: Floor) -> WebhookEvent:
    """A message about the payment that was read."""
    about = paid(floor)
    known = WebhookEvent.objects.first()
    if known is not None:
        return known
    event = WebhookEvent.objects.create(
        gateway="fake",
        event_id="evt_1",
        kind="charge.captured",
        reference=about.reference,
        body=b"{}",
        received_at=floor.lakshmi.at,
    )
    EVENTS.begin(event, by=BY, at=floor.lakshmi.at)
    EVENTS.move(event, "pass_over", by=BY, at=floor.lakshmi.at)
    return event


def _paid(floor: Floor) -> dict[str, Any]:
    return {"number": paid(floor).reference}


def with_cash_in_the_till(floor: Floor) -> Refund:
    """A refund that failed, and ₹1,000 to give it from."""
    cash.put_in(store_id=floor.lakshmi.store.pk, amount_paise=1000_00, key="change", by=BY, at=NOW, why="change")
    return failed_refund(floor)


PAID_SCREENS = (
    Screen("staff_payments", Permission.SEE_MONEY, 200),
    Screen("staff_payment", Permission.SEE_MONEY, 200, parts=lambda floor: {"payment_id": paid(floor).pk}),
    Screen("staff_refund", Permission.REFUND, 200, parts=_paid),
    Screen(
        "staff_refund",
        Permission.REFUND,
        302,
        "post",
        parts=_paid,
        data=lambda _: {"key": "a-key", "amount": "20", "why": "a torn bag", "step": "sure"},
    ),
    Screen(
        "staff_refund_verb",
        Permission.REFUND,
        302,
        "post",
        more="retry",
        parts=lambda floor: {"refund_id": failed_refund(floor).pk, "verb": "retry"},
    ),
    Screen(
        "staff_refund_verb",
        Permission.REFUND,
        302,
        "post",
        more="in cash",
        parts=lambda floor: {"refund_id": with_cash_in_the_till(floor).pk, "verb": "in_cash"},
    ),
    Screen(
        "staff_refund_verb",
        Permission.REFUND,
        302,
        "post",
        more="by hand",
        parts=lambda floor: {"refund_id": failed_refund(floor).pk, "verb": "by_hand"},
    ),
    Screen("staff_webhooks", Permission.SEE_MONEY, 200),
    Screen(
        "staff_webhook_replay", Permission.TAKE_MONEY, 302, "post", parts=lambda floor: {"event_id": message(floor).pk}
    ),
)
