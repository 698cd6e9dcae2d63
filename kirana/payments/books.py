"""What must be true of payments, refunds and the gateways' messages."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from kirana.core.books import check_history
from kirana.payments.models import (
    Payment,
    PaymentStateChange,
    Refund,
    RefundStateChange,
    WebhookEvent,
    WebhookEventStateChange,
)
from kirana.payments.states import EVENTS, PAYMENTS, REFUNDS, PaymentState, RefundState


def check() -> Iterator[str]:
    """A sentence for every payment, refund and message whose money or history is not right."""
    yield from check_history(PAYMENTS, Payment, PaymentStateChange)
    yield from check_history(REFUNDS, Refund, RefundStateChange)
    yield from check_history(EVENTS, WebhookEvent, WebhookEventStateChange)
    # Of what was held, less may be taken; what was never held is taken whole.
    taken = Payment.objects.filter(state=PaymentState.CAPTURED, authorised_paise=0)
    for payment in taken.exclude(captured_paise=F("amount_paise")):
        yield f"payment {payment.pk} for {payment.reference} is paid, but {payment.captured_paise} is not its amount"
    for payment in Payment.objects.filter(~Q(state=PaymentState.CAPTURED), captured_paise__gt=0):
        yield f"payment {payment.pk} for {payment.reference} holds money, but is {payment.state}"
    yield from _refunds_sum()


def _refunds_sum() -> Iterator[str]:
    counted = ~Q(refunds__state=RefundState.FAILED)
    payments = Payment.objects.annotate(returned=Coalesce(Sum("refunds__amount_paise", filter=counted), 0))
    for payment in payments.exclude(returned=F("refunded_paise")):
        yield (
            f"payment {payment.pk} for {payment.reference} says {payment.refunded_paise} went back, "
            f"but its refunds sum to {payment.returned}"
        )
