"""What gateways call the customers who asked them to keep how they pay. The only code that writes that table.

No card is known here: the gateway keeps it, and forgets it when the customer says so (`flows.forget_payer`).
"""

from datetime import datetime

from kirana.core.errors import NotFound
from kirana.payments.models import Payment, SavedPayer
from kirana.payments.states import PaymentState

PAID = (PaymentState.AUTHORISED, PaymentState.CAPTURED)


def payer_of(*, customer_id: int, gateway: str) -> str:
    """What the gateway calls the customer; empty when it keeps nothing of theirs."""
    known = SavedPayer.objects.filter(customer_id=customer_id, gateway=gateway).values_list("payer", flat=True)
    return known.first() or ""


def saved(*, customer_id: int) -> list[SavedPayer]:
    """Where something is kept of how the customer pays, the first first."""
    return list(SavedPayer.objects.filter(customer_id=customer_id).order_by("pk"))


def saved_by(*, customer_id: int, saved_id: int) -> SavedPayer:
    """One of them; `NotFound` for another customer's."""
    found = SavedPayer.objects.filter(pk=saved_id, customer_id=customer_id).first()
    if found is None:
        raise NotFound()
    return found


def keep(*, payment: Payment, customer_id: int, at: datetime) -> None:
    """Remember who paid, when they asked for it and the money is there or held."""
    if payment.keeps_payer and payment.payer and payment.state in PAID:
        SavedPayer.objects.update_or_create(
            customer_id=customer_id, gateway=payment.gateway, defaults={"payer": payment.payer, "at": at}
        )


def drop(*, saved_id: int) -> None:
    """Forget it here; the gateway has forgotten it already."""
    SavedPayer.objects.filter(pk=saved_id).delete()
