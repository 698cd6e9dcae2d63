"""The verbs that change payments; the only code that writes payments' tables."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, Charge, Outcome
from kirana.payments.models import Payment
from kirana.payments.states import PAYMENTS, PaymentState


class PaymentDeclined(ShopError):
    code = "payment_declined"
    status = 402
    sentence = _("%(reason)s Please choose another way to pay.")


class WrongAmount(ShopError):
    code = "wrong_amount"
    status = 422
    sentence = _("The bill is %(due)s, not %(given)s.")


def begin(*, reference: str, gateway: str, amount_paise: int, by: Actor, at: datetime) -> Payment:
    """Write down that this much is to be collected, before anyone is asked for it."""
    payment = Payment.objects.create(reference=reference, gateway=gateway, amount_paise=amount_paise, started_at=at)
    PAYMENTS.begin(payment, by=by, at=at)
    return payment


def ask_gateway(*, payment: Payment) -> Answer:
    """Ask the gateway to collect; outside any transaction. The payment's id is the key: asking twice is one charge.

    Raises `GatewayError`.
    """
    charge = Charge(payment.reference, payment.amount_paise, key=f"payment-{payment.pk}")
    with locks.outside_transaction():
        return gateways.by_code(payment.gateway).start(charge)


def record(*, payment: Payment, answer: Answer, by: Actor, at: datetime) -> None:
    """Write down what the gateway said; nothing when it is known already or it does not know yet."""
    if payment.state != PaymentState.STARTED:
        return
    found = {"gateway_reference": answer.gateway_reference}
    match answer.outcome:
        case Outcome.PROMISED:
            PAYMENTS.move(payment, "promise", by=by, at=at, **found)
        case Outcome.AUTHORISED:
            PAYMENTS.move(payment, "authorise", by=by, at=at, **found)
        case Outcome.CAPTURED:
            PAYMENTS.move(payment, "capture", by=by, at=at, captured_paise=answer.amount_paise, **found)
        case Outcome.DECLINED:
            PAYMENTS.move(payment, "fail", by=by, at=at, why=answer.reason, **found)
        case Outcome.PENDING:
            pass


def follow_bill(*, payment: Payment, amount_paise: int, by: Actor, at: datetime) -> None:
    """Make a promised payment what the weighed bill comes to."""
    if payment.amount_paise != amount_paise:
        why = f"{format_rupees(payment.amount_paise)} → {format_rupees(amount_paise)}"
        PAYMENTS.move(payment, "reprice", by=by, at=at, why=why, amount_paise=amount_paise)


def take_at_the_door(*, payment: Payment, amount_paise: int, utr: str, by: Actor, at: datetime) -> None:
    """Record money taken by hand. It must be the whole bill; raises `WrongAmount`."""
    if amount_paise != payment.amount_paise:
        raise WrongAmount(due=format_rupees(payment.amount_paise), given=format_rupees(amount_paise))
    PAYMENTS.move(payment, "capture", by=by, at=at, captured_paise=amount_paise, gateway_reference=utr)


def cancel(*, payment: Payment, by: Actor, at: datetime, why: str) -> None:
    """No money is to be collected after all."""
    PAYMENTS.move(payment, "cancel", by=by, at=at, why=why)
