from kirana.payments.ledgers.models.credit import CreditAccount, CreditEntry, CreditKind
from kirana.payments.ledgers.models.khata import KhataAccount, KhataEntry, KhataKind, Means

__all__ = ["CreditAccount", "CreditEntry", "CreditKind", "KhataAccount", "KhataEntry", "KhataKind", "Means"]
