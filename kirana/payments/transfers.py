"""Questions about transfers to the shop's own UPI address, which only a person can answer."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kirana.core.errors import NotFound
from kirana.payments.models import Payment, Refund
from kirana.payments.states import PaymentState, RefundState

References = QuerySet[Any, Any] | list[str]
GATEWAY = "upi_qr"
STILL_LOOKED_FOR = timedelta(days=7)  # money for an order that was given up


def waiting(*, references: References) -> QuerySet[Payment]:
    """Of these references, the payments an order waits for, the longest first."""
    return _to_the_shop(references).filter(state=PaymentState.STARTED).order_by("pk")


def given_up(*, references: References, at: datetime) -> QuerySet[Payment]:
    """Those nothing waits for any more, the newest first: money may have come all the same."""
    over = (PaymentState.LETTING_GO, *PaymentState.dead())
    recent = _to_the_shop(references).filter(state__in=over, started_at__gte=at - STILL_LOOKED_FOR)
    return recent.order_by("-pk")


def to_send(*, references: References) -> QuerySet[Refund]:
    """Refunds that somebody has to send from the shop's UPI app, the longest first."""
    unsent = Refund.objects.filter(payment__in=_to_the_shop(references), state__in=RefundState.unanswered())
    return unsent.select_related("payment").order_by("pk")


def _to_the_shop(references: References) -> QuerySet[Payment]:
    return Payment.objects.filter(gateway=GATEWAY, reference__in=references)


def by_id(*, payment_id: int) -> Payment:
    """One payment to the shop's UPI address. Raises `NotFound`."""
    payment = Payment.objects.filter(pk=payment_id, gateway=GATEWAY).first()
    if payment is None:
        raise NotFound()
    return payment


def refund_by_id(*, refund_id: int) -> Refund:
    """One refund of such a payment, with it. Raises `NotFound`."""
    refund = Refund.objects.select_related("payment").filter(pk=refund_id, payment__gateway=GATEWAY).first()
    if refund is None:
        raise NotFound()
    return refund
