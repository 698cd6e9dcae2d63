"""What a way to pay must do.

    start          someone wants to pay this amount: what has become of it so far?
    confirm        how did it end? Safe to ask any number of times.
    refund         give so much of it back
    read_webhook   what is this message that claims to come from the gateway?

A gateway keeps nothing and writes no table: it answers, and `payments.services` records. It is called with no
transaction open (`locks.outside_transaction`). What goes wrong is one error with one question answered: is it
worth trying again? A decline is not an error, it is an outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from django.utils.functional import Promise


class Outcome(Enum):
    """How far a payment has come."""

    PENDING = "pending"  # the gateway does not know yet; ask again
    PROMISED = "promised"  # to be paid when the goods are handed over
    AUTHORISED = "authorised"  # held; capture takes it
    CAPTURED = "captured"  # the money is the shop's
    DECLINED = "declined"  # no money will come of it


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount for a reference. `key` makes a repeated request one charge on the gateway's side."""

    reference: str
    amount_paise: int
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway said. `reason` is a sentence for the shopper when it declined."""

    outcome: Outcome
    gateway_reference: str = ""
    amount_paise: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that has been verified: which event, about which charge, and what it says."""

    event_id: str
    gateway_reference: str
    answer: Answer


class GatewayError(Exception):
    """The gateway could not do it. `permanent`: the same request will fail again."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Gateway(Protocol):
    """A way to pay."""

    code: str
    label: str | Promise  # on the button
    hint: str | Promise  # a line under it
    is_paid_at_the_door: bool

    def start(self, charge: Charge) -> Answer:
        """Begin to collect the charge. Safe to repeat with the same key. Raises `GatewayError`."""

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """Say how the charge stands. Raises `GatewayError`."""

    def refund(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """Give `charge.amount_paise` of a captured charge back. Safe to repeat with the same key."""

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a message on its raw body and say what it means. Raises a permanent `GatewayError` when forged."""
