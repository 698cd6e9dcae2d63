"""Money for a reference: begun, held, taken, let go."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments import gateways, utrs
from kirana.payments.gateways.contract import Answer, Charge, Outcome
from kirana.payments.ledgers import methods
from kirana.payments.models import Payment
from kirana.payments.services.asking import FIRST
from kirana.payments.states import PAYMENTS, PaymentState


class PaymentDeclined(ShopError):
    code = "payment_declined"
    status = 402
    sentence = _("%(reason)s Please choose another way to pay.")


class WrongAmount(ShopError):
    code = "wrong_amount"
    status = 422
    sentence = _("The bill is %(due)s, not %(given)s.")


S, O = PaymentState, Outcome  # noqa: E741

# What an answer makes of a payment. A pair that is not here changes nothing: a late or contrary word is only a word.
MOVES: dict[tuple[str, Outcome], str] = {
    (S.STARTED, O.PROMISED): "promise",
    (S.STARTED, O.AUTHORISED): "authorise",
    (S.STARTED, O.CAPTURED): "capture",
    (S.STARTED, O.DECLINED): "fail",
    (S.AUTHORISED, O.CAPTURED): "capture",
    (S.AUTHORISED, O.DECLINED): "fail",  # a hold that the gateway let go by itself
    (S.CAPTURING, O.CAPTURED): "capture",
    (S.CAPTURING, O.DECLINED): "fail",
    (S.LETTING_GO, O.CAPTURED): "capture",
    (S.LETTING_GO, O.DECLINED): "cancel",
    (S.FAILED, O.CAPTURED): "arrive",
    (S.FAILED, O.AUTHORISED): "hold_late",
    (S.CANCELLED, O.CAPTURED): "arrive",
}


def begin(
    *,
    reference: str,
    gateway: str,
    amount_paise: int,
    payer: str = "",
    keeps_payer: bool = False,
    by: Actor,
    at: datetime,
) -> Payment:
    """Write down that this much is to be collected, before anyone is asked for it.

    `payer` is what the gateway called who pays before; `keeps_payer`: they asked that their way to pay be kept.
    """
    payment = Payment.objects.create(
        reference=reference,
        gateway=gateway,
        amount_paise=amount_paise,
        payer=payer,
        keeps_payer=keeps_payer,
        started_at=at,
        ask_at=at + FIRST,
    )
    PAYMENTS.begin(payment, by=by, at=at)
    return payment


def begin_on_account(
    *, reference: str, method: str, customer_id: int, amount_paise: int, by: Actor, at: datetime
) -> Payment:
    """Charge an account with the shop, in the caller's transaction: it is paid at once.

    Raises what the account raises when it has no room; nothing was written then.
    """
    payment = begin(reference=reference, gateway=method, amount_paise=amount_paise, by=by, at=at)
    methods.by_code(method).charge(
        customer_id=customer_id,
        reference=reference,
        amount_paise=amount_paise,
        key=f"payment-{payment.pk}",
        by=by,
        at=at,
    )
    PAYMENTS.move(payment, "capture", by=by, at=at, captured_paise=amount_paise, ask_at=None)
    return payment


def ask_gateway(*, payment: Payment) -> Answer:
    """Ask the gateway for what the payment waits for; outside any transaction.

    The payment's own random key goes along: asking twice is one charge, also after the database was put back to an
    earlier day and the numbers come again. Raises `GatewayError`.
    """
    gateway = gateways.by_code(payment.gateway)
    charge = _charge(payment, payment.amount_paise, payment.gateway_key)
    known = payment.gateway_reference
    with locks.outside_transaction():
        match payment.state:
            case PaymentState.CAPTURING:
                final = _charge(payment, payment.capture_paise, f"{payment.gateway_key}-capture")
                return gateway.capture(final, gateway_reference=known)
            case PaymentState.LETTING_GO:
                return gateway.let_go(charge, gateway_reference=known)
        return gateway.confirm(charge, gateway_reference=known) if known else gateway.start(charge)


def _charge(payment: Payment, amount_paise: int, key: str) -> Charge:
    payer, save = payment.payer, payment.keeps_payer
    return Charge(payment.reference, amount_paise, key=key, payer=payer, save=save, at=payment.started_at)


def record(*, payment: Payment, answer: Answer, by: Actor, at: datetime) -> bool:
    """Write down what the gateway said, and say whether it changed anything. The caller has locked the payment.

    Only forward: what is known already, or contradicts what is known for good, changes nothing.
    """
    if answer.outcome is Outcome.PENDING:
        _note_step(payment, answer)
    verb = MOVES.get((payment.state, answer.outcome))
    if verb is None:
        return False
    columns: dict[str, Any] = {"ask_at": None, "next_step": {}}
    if answer.gateway_reference:
        columns["gateway_reference"] = answer.gateway_reference
    if answer.payer:
        columns["payer"] = answer.payer
    if answer.outcome is Outcome.AUTHORISED:
        columns["authorised_paise"] = answer.amount_paise
    if answer.outcome is Outcome.CAPTURED:
        columns["captured_paise"] = answer.amount_paise
    PAYMENTS.move(payment, verb, by=by, at=at, why=answer.reason, **columns)
    return True


def _note_step(payment: Payment, answer: Answer) -> None:
    """Keep what the shopper's page needs; that the gateway does not know yet is no move."""
    if payment.state != PaymentState.STARTED:
        return
    payment.gateway_reference = answer.gateway_reference or payment.gateway_reference
    payment.next_step = dict(answer.next_step) or payment.next_step
    payment.payer = answer.payer or payment.payer
    payment.save(update_fields=["gateway_reference", "next_step", "payer"])


def begin_capture(*, payment: Payment, amount_paise: int, by: Actor, at: datetime) -> None:
    """The bill is final: this much of what is held is to be taken. The gateway is asked afterwards."""
    why = format_rupees(amount_paise)
    PAYMENTS.move(payment, "begin_capture", by=by, at=at, why=why, capture_paise=amount_paise, **_asked_soon(at))


def let_go(*, payment: Payment, by: Actor, at: datetime, why: str) -> None:
    """Nothing is wanted of it any more: the gateway is told afterwards, and may answer that it is too late."""
    PAYMENTS.move(payment, "let_go", by=by, at=at, why=why, **_asked_soon(at))


def _asked_soon(at: datetime) -> dict[str, Any]:
    return {"ask_at": at, "asked_times": 0}


def follow_bill(*, payment: Payment, amount_paise: int, by: Actor, at: datetime) -> None:
    """Make a promised payment what the weighed bill comes to."""
    if payment.amount_paise != amount_paise:
        why = f"{format_rupees(payment.amount_paise)} → {format_rupees(amount_paise)}"
        PAYMENTS.move(payment, "reprice", by=by, at=at, why=why, amount_paise=amount_paise)


def take_at_the_door(*, payment: Payment, amount_paise: int, utr: str, by: Actor, at: datetime) -> None:
    """Record money taken by hand, with the UTR when it came by UPI.

    It must be the whole bill: raises `WrongAmount`, and `TransferUsed`; nothing was written then.
    """
    _refuse_other_amount(payment, amount_paise)
    if utr:
        _use_up(payment, utr, at)
    PAYMENTS.move(payment, "capture", by=by, at=at, captured_paise=amount_paise, gateway_reference=utr)


def take_by_transfer(*, payment: Payment, amount_paise: int, utr: str, by: Actor, at: datetime) -> None:
    """Record a transfer that a person found on the shop's account.

    Raises `WrongAmount`, and `TransferUsed` when its UTR was taken before; nothing was written then.
    The caller has locked the payment. Money that arrives after the payment was given up is recorded too.
    """
    _refuse_other_amount(payment, amount_paise)
    _use_up(payment, utr, at)
    verb = "arrive" if payment.state in PaymentState.dead() else "capture"
    columns: dict[str, Any] = {
        "captured_paise": amount_paise,
        "gateway_reference": utr,
        "utr": utr,
        "ask_at": None,
        "next_step": {},
    }
    PAYMENTS.move(payment, verb, by=by, at=at, **columns)


def _use_up(payment: Payment, utr: str, at: datetime) -> None:
    utrs.use(utr=utr, used_for=f"payment:{payment.pk}", reference=payment.reference, at=at)


def cancel(*, payment: Payment, by: Actor, at: datetime, why: str) -> None:
    """No money is to be collected after all."""
    PAYMENTS.move(payment, "cancel", by=by, at=at, why=why, ask_at=None, next_step={})


def why_it_ended(*, payment: Payment) -> str:
    """What the last row of its history says, for the shopper."""
    last = payment.history.last()
    return last.why if last is not None else ""


def _refuse_other_amount(payment: Payment, amount_paise: int) -> None:
    if amount_paise != payment.amount_paise:
        raise WrongAmount(due=format_rupees(payment.amount_paise), given=format_rupees(amount_paise))
