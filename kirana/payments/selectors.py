"""Questions about payments."""

from kirana.core import locks
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState


def live(*, reference: str) -> Payment | None:
    """The payment of a reference that money may still come of, or has come of."""
    return Payment.objects.filter(reference=reference).exclude(state__in=PaymentState.dead()).first()


def latest(*, reference: str) -> Payment | None:
    """The last payment that was begun for a reference."""
    return Payment.objects.filter(reference=reference).order_by("-pk").first()


def lock_live(*, reference: str) -> Payment | None:
    """As `live`, locked until the transaction ends."""
    return locks.locked(Payment.objects.filter(reference=reference).exclude(state__in=PaymentState.dead())).first()
