"""What a way to pay must do.

    start            someone wants to pay this amount: what has become of it so far?
    confirm          how did it end? Safe to ask any number of times.
    capture          take so much of what is held, and let the rest go
    let_go           nothing will be taken after all
    refund           give so much of what was taken back
    confirm_refund   has it arrived? Safe to ask any number of times.
    forget           keep nothing more of how this shopper pays
    read_webhook     what is this message that claims to come from the gateway?

A gateway keeps nothing and writes no table: it answers, and `payments.services` records. It is called with no
transaction open (`locks.outside_transaction`). What goes wrong is one error with one question answered: is it
worth trying again? A decline is not an error, it is an outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from django.utils.functional import Promise


class Outcome(Enum):
    """How far a payment has come."""

    PENDING = "pending"  # the gateway does not know yet, or the shopper has a step to take; ask again
    PROMISED = "promised"  # to be paid when the goods are handed over
    AUTHORISED = "authorised"  # held; capture takes it
    CAPTURED = "captured"  # the money is the shop's
    DECLINED = "declined"  # no money will come of it


class Returned(Enum):
    """How far a refund has come."""

    PENDING = "pending"  # on its way; ask again
    DONE = "done"  # the shopper has it, or the gateway says they will
    FAILED = "failed"  # it will not arrive; a person has to find another way


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount for a reference. `key` makes a repeated request one effect on the gateway's side.

    `payer` is what an earlier answer called the shopper, so that the page can show the cards they asked to be kept.
    `save` is true only when they asked for it, now: the way they pay is then kept with the gateway, never with us. `at`
    is when the charge was begun: one whose answer was lost is not looked for further back.
    """

    reference: str
    amount_paise: int
    key: str
    payer: str = ""
    save: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway said of a charge.

    `amount_paise` is what is held or taken. `reason` is a sentence for the shopper when it declined, or when a try
    failed and another can be made. `next_step` is what the shopper's page needs to go on, while it is pending: a client
    secret, an order id, a UPI link; and `declined`, why the last try failed. `payer` is to be kept, and sent with this
    shopper's next charge.
    """

    outcome: Outcome
    gateway_reference: str = ""
    amount_paise: int = 0
    reason: str = ""
    next_step: Mapping[str, str] = field(default_factory=dict)
    payer: str = ""


@dataclass(frozen=True, slots=True)
class RefundAnswer:
    """What the gateway said of a refund; `reason` is a sentence for the shopkeeper when it failed.

    `key` is ours, in a message about a refund that we asked for; one without was made on the gateway's own page.
    """

    outcome: Returned
    gateway_reference: str = ""
    amount_paise: int = 0
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that has been verified: which event, of which kind, about which charge or refund, and what it says.

    An event that says nothing of a charge or a refund has neither `answer` nor `refund`: it is kept and passed over.
    """

    event_id: str
    kind: str  # the gateway's own name for it: "payment_intent.succeeded"
    gateway_reference: str = ""
    reference: str = ""  # the charge's, where the gateway sends it back
    answer: Answer | None = None
    refund: RefundAnswer | None = None


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
    can_hold: bool  # `start` leads to held money and `capture` takes it; otherwise it is taken at once
    can_keep: bool  # it keeps how a shopper pays for the next time, when they ask for it
    keys: tuple[str, ...]  # the settings without which it cannot be offered
    sources: Mapping[str, tuple[str, ...]]  # what its part of the payment page loads from others, by CSP directive

    def start(self, charge: Charge) -> Answer:
        """Begin to collect the charge. Safe to repeat with the same key. Raises `GatewayError`."""

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """Say how the charge stands. Raises `GatewayError`."""

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """Take `charge.amount_paise`, at most what is held, and let the rest go. Safe to repeat with the same key."""

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        """Give up a charge that was not taken; answers `DECLINED`, or `CAPTURED` when it is too late to.

        `gateway_reference` is empty when the answer of `start` was lost: find the charge by its key, or answer
        `DECLINED` when there is none.
        """

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        """Give `charge.amount_paise` of a captured charge back. Safe to repeat with the same key."""

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        """Say how a refund stands. Raises `GatewayError`."""

    def forget(self, payer: str) -> None:
        """Forget a shopper and every card kept for them. Safe to repeat. Raises `GatewayError`."""

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        """Refuse what a browser says it brings back from the gateway, unless the gateway signed it for this charge.

        Raises a permanent `GatewayError`. It says nothing of how the charge stands: `confirm` does.
        """

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a message on its raw body and say what it means. Raises a permanent `GatewayError` when forged."""
