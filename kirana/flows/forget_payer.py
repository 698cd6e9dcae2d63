"""A customer has a gateway forget how they pay: it is told first, so that nothing is kept that nobody knows of."""

from datetime import datetime

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.payments import gateways, payers
from kirana.payments.models import SavedPayer


def forget_payer(*, saved: SavedPayer, by: Actor, at: datetime) -> None:
    """Have the gateway forget, and then forget here. Raises `GatewayError`: then it is still listed."""
    with locks.outside_transaction():
        gateways.by_code(saved.gateway).forget(saved.payer)
    with locks.transaction():
        payers.drop(saved_id=saved.pk)
        subject = f"customer:{saved.customer_id}"
        audit.record(action="payments.forget_payer", subject=subject, by=by, at=at, gateway=saved.gateway)
