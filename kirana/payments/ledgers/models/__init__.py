from kirana.payments.ledgers.models.cash import CashBox, CashEntry, CashKind, CountedAt
from kirana.payments.ledgers.models.credit import CreditAccount, CreditEntry, CreditKind
from kirana.payments.ledgers.models.days import ClosedDay
from kirana.payments.ledgers.models.khata import KhataAccount, KhataEntry, KhataKind, Means
from kirana.payments.ledgers.models.settlements import (
    LineKind,
    LineProblem,
    SettlementFile,
    SettlementLine,
    SettlementStateChange,
)

__all__ = [
    "CashBox",
    "CashEntry",
    "CashKind",
    "ClosedDay",
    "CountedAt",
    "CreditAccount",
    "CreditEntry",
    "CreditKind",
    "KhataAccount",
    "KhataEntry",
    "KhataKind",
    "LineKind",
    "LineProblem",
    "Means",
    "SettlementFile",
    "SettlementLine",
    "SettlementStateChange",
]
