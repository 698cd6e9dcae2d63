"""Money on its way back. Never above what was taken less what goes back already."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments import gateways
from kirana.payments.gateways.contract import Charge, RefundAnswer, Returned
from kirana.payments.models import Payment, Refund
from kirana.payments.services import asking
from kirana.payments.states import REFUNDS, RefundState


class MoreThanPaid(ShopError):
    code = "more_than_paid"
    status = 422
    sentence = _("Only %(left)s of it is left to give back.")


class NothingToRefund(ShopError):
    code = "nothing_to_refund"
    status = 422
    sentence = _("A refund is of more than nothing.")


MOVES: dict[tuple[str, Returned], str] = {
    (RefundState.BEGUN, Returned.PENDING): "wait",
    (RefundState.BEGUN, Returned.DONE): "finish",
    (RefundState.BEGUN, Returned.FAILED): "fail",
    (RefundState.ASKED, Returned.PENDING): "wait",
    (RefundState.ASKED, Returned.DONE): "finish",
    (RefundState.ASKED, Returned.FAILED): "fail",
    (RefundState.PENDING, Returned.DONE): "finish",
    (RefundState.PENDING, Returned.FAILED): "fail",
    (RefundState.DONE, Returned.FAILED): "fail",
}


def begin(
    *,
    payment: Payment,
    amount_paise: int,
    kind: str,
    key: str,
    by: Actor,
    at: datetime,
    why: str,
    shares: Mapping[str, int] | None = None,
) -> Refund:
    """Write down that this much of a payment goes back; its gateway is asked afterwards. The same key is one refund.

    The caller has locked the payment. Raises `NothingToRefund` and `MoreThanPaid`; nothing was written then.
    """
    known = Refund.objects.filter(key=key).first()
    if known is not None:
        return known
    if amount_paise <= 0:
        raise NothingToRefund()
    _set_aside(payment, amount_paise)
    refund = Refund.objects.create(
        payment=payment,
        kind=kind,
        key=key,
        amount_paise=amount_paise,
        shares=dict(shares or {}),
        why=why[:200],
        begun_at=at,
        ask_at=at,
    )
    REFUNDS.begin(refund, by=by, at=at, why=why)
    return refund


def _set_aside(payment: Payment, amount_paise: int) -> None:
    if amount_paise > payment.kept_paise:
        raise MoreThanPaid(left=format_rupees(payment.kept_paise))
    Payment.objects.filter(pk=payment.pk).update(refunded_paise=F("refunded_paise") + amount_paise)
    payment.refunded_paise += amount_paise


def mark_asked(*, refund: Refund, by: Actor, at: datetime) -> None:
    """The gateway is about to be asked: from here on it may have done it, whatever we hear."""
    if refund.state == RefundState.BEGUN:
        REFUNDS.move(refund, "ask", by=by, at=at)


def ask_gateway(*, refund: Refund) -> RefundAnswer:
    """Ask the gateway to give back, or how it stands; outside any transaction. Raises `GatewayError`.

    Asking twice is one refund on the gateway's side: the key is the refund's own.
    """
    payment = refund.payment
    gateway = gateways.by_code(payment.gateway)
    charge = Charge(payment.reference, refund.amount_paise, key=refund.attempt_key)
    with locks.outside_transaction():
        if refund.state in (RefundState.PENDING, RefundState.DONE):
            return gateway.confirm_refund(charge, refund_reference=refund.gateway_reference)
        return gateway.refund(charge, gateway_reference=payment.gateway_reference)


def record(*, refund: Refund, answer: RefundAnswer, by: Actor, at: datetime) -> bool:
    """Write down what the gateway said, and say whether it changed anything. The caller has locked payment and refund.

    A refund that failed is the payment's money again. What a person gave by hand, no gateway's news undoes; what
    somebody gave on its own page instead, only the news of that.
    """
    verb = MOVES.get((refund.state, answer.outcome))
    if verb is None or (refund.state == RefundState.DONE and _was_given_otherwise(refund, answer)):
        return False
    columns: dict[str, Any] = {}
    if answer.gateway_reference:
        columns["gateway_reference"] = answer.gateway_reference
    if answer.outcome is not Returned.PENDING:
        columns["ask_at"] = asking.after_giving_back(refund, at=at) if answer.outcome is Returned.DONE else None
    if answer.outcome is Returned.FAILED:
        columns["failure"] = answer.reason[:200]
    REFUNDS.move(refund, verb, by=by, at=at, why=answer.reason, **columns)
    if answer.outcome is Returned.FAILED:
        Payment.objects.filter(pk=refund.payment_id).update(refunded_paise=F("refunded_paise") - refund.amount_paise)
    return True


def _was_given_otherwise(refund: Refund, answer: RefundAnswer) -> bool:
    """Whether a person gave it another way than the one that the gateway speaks of."""
    last = refund.history.last()
    is_by_hand = last is not None and last.move == "give_by_hand"
    return is_by_hand and (not refund.gateway_reference or answer.gateway_reference != refund.gateway_reference)


def retry(*, refund: Refund, payment: Payment, by: Actor, at: datetime) -> None:
    """Ask for a failed refund once more, under a new key. The caller has locked both. Raises `MoreThanPaid`."""
    REFUNDS.move(refund, "retry", by=by, at=at, **_anew(refund, at))
    _set_aside(payment, refund.amount_paise)


def give_by_hand(
    *, refund: Refund, payment: Payment, gateway_reference: str = "", by: Actor, at: datetime, why: str
) -> None:
    """A failed refund was given another way; `why` says how. The caller has locked both. Raises `MoreThanPaid`.

    `gateway_reference` is the id of what somebody gave on the gateway's own page instead; it is asked after as any
    other.
    """
    watched = asking.after_giving_back(refund, at=at) if gateway_reference else None
    columns = {"gateway_reference": gateway_reference, "ask_at": watched, "earlier_references": _tried(refund)}
    REFUNDS.move(refund, "give_by_hand", by=by, at=at, why=why, **columns)
    _set_aside(payment, refund.amount_paise)


def finish_here(*, refund: Refund, by: Actor, at: datetime) -> None:
    """It was given back in this same transaction, to an account of our own."""
    REFUNDS.move(refund, "finish", by=by, at=at, ask_at=None)


def _anew(refund: Refund, at: datetime) -> dict[str, Any]:
    return {
        "attempt": refund.attempt + 1,
        "failure": "",
        "gateway_reference": "",
        "earlier_references": _tried(refund),
        "ask_at": at,
        "asked_times": 0,
    }


def _tried(refund: Refund) -> list[str]:
    """What the gateway called the tries until now."""
    return [*refund.earlier_references, *filter(None, [refund.gateway_reference])]
