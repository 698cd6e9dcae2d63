"""The verbs that change payments' tables, the only code that writes them: a file for each family.

    payments   money for a reference: begun, held, taken, let go
    refunds    money on its way back
    inbox      what gateways tell us
    asking     when a gateway is asked next

Those of `payments` are here by their own names: `payments.begin(…)`.
"""

from kirana.payments.services.payments import (
    PaymentDeclined,
    WrongAmount,
    ask_gateway,
    begin,
    begin_capture,
    begin_on_account,
    cancel,
    follow_bill,
    let_go,
    record,
    take_at_the_door,
    take_by_transfer,
    why_it_ended,
)
from kirana.payments.utrs import TransferUsed

__all__ = [
    "PaymentDeclined",
    "TransferUsed",
    "WrongAmount",
    "ask_gateway",
    "begin",
    "begin_capture",
    "begin_on_account",
    "cancel",
    "follow_bill",
    "let_go",
    "record",
    "take_at_the_door",
    "take_by_transfer",
    "why_it_ended",
]
