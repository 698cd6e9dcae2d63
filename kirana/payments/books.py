"""What must be true of payments."""

from collections.abc import Iterator

from django.db.models import F, Q

from kirana.core.books import check_history
from kirana.payments.models import Payment, PaymentStateChange
from kirana.payments.states import PAYMENTS, PaymentState


def check() -> Iterator[str]:
    """A sentence for every payment whose money or history is not right."""
    yield from check_history(PAYMENTS, Payment, PaymentStateChange)
    taken = Payment.objects.filter(state=PaymentState.CAPTURED).exclude(captured_paise=F("amount_paise"))
    for payment in taken:
        yield f"payment {payment.pk} for {payment.reference} is paid, but {payment.captured_paise} is not its amount"
    for payment in Payment.objects.filter(~Q(state=PaymentState.CAPTURED), captured_paise__gt=0):
        yield f"payment {payment.pk} for {payment.reference} holds money, but is {payment.state}"
