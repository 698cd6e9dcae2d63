"""Questions about the ledgers."""

from kirana.payments.ledgers.models import CreditAccount, KhataAccount


def khata_of(*, customer_id: int) -> KhataAccount | None:
    """A customer's khata, open or closed; None when they have none."""
    return KhataAccount.objects.filter(customer_id=customer_id).first()


def credit_paise(*, customer_id: int) -> int:
    """What the shop keeps for a customer."""
    found = CreditAccount.objects.filter(customer_id=customer_id).values_list("balance_paise", flat=True)
    return found.first() or 0
