import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Notice, Outcome, RefundAnswer, Returned

# The last two digits of the amount in paise, and what becomes of such a charge. Any other is captured.
DECLINED = 1
PENDING_THEN_CAPTURED = 2
PENDING_THEN_DECLINED = 3
AUTHORISED = 4
OUT_OF_REACH = 5
REFUSED_FOR_GOOD = 6
# Of a refund.
PENDING_REFUND = 7
FAILED_REFUND = 8
# Of a shopper: the ending of a payer that is asked about while nobody answers.
NOT_FORGOTTEN = "-out-of-reach"


SIGNATURE = "X-Fake-Signature"


def signature(body: bytes) -> str:
    """How the pretend gateway signs what it sends."""
    return hmac.new(settings.SECRET_KEY.encode(), body, hashlib.sha256).hexdigest()


class Fake:
    """Walks every happy and unhappy path on request, without a network."""

    code = "fake"
    label: str | Promise = _("Pretend payment")
    hint: str | Promise = _("For trying things out: no money moves.")
    is_paid_at_the_door = False
    can_hold = True
    can_keep = True
    keys: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = {}

    def start(self, charge: Charge) -> Answer:
        self._reach(charge)
        match charge.amount_paise % 100:
            case ending if ending in (PENDING_THEN_CAPTURED, PENDING_THEN_DECLINED):
                return self._answer(charge, Outcome.PENDING)
            case ending if ending == AUTHORISED:
                return self._answer(charge, Outcome.AUTHORISED)
            case ending if ending == DECLINED:
                return self._answer(charge, Outcome.DECLINED)
        return self._answer(charge, Outcome.CAPTURED)

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        match charge.amount_paise % 100:
            case ending if ending == PENDING_THEN_CAPTURED:
                return self._answer(charge, Outcome.CAPTURED)
            case ending if ending == PENDING_THEN_DECLINED:
                return self._answer(charge, Outcome.DECLINED)
        return self.start(charge)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        self._reach(charge)
        return self._answer(charge, Outcome.CAPTURED)

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        self._reach(charge)
        return self._answer(charge, Outcome.DECLINED)

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        self._reach(charge)
        return self._returned(charge, PENDING_REFUND)

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        self._reach(charge)
        return self._returned(charge)

    def forget(self, payer: str) -> None:
        if payer.endswith(NOT_FORGOTTEN):
            raise GatewayError("the pretend gateway is out of reach", permanent=False)

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        """Nobody comes back from anywhere."""

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        if not hmac.compare_digest(signature(body), headers.get(SIGNATURE, "")):
            raise GatewayError("the pretend gateway did not sign this", permanent=True)
        told = json.loads(body)
        answer = told.get("answer")
        refund = told.get("refund")
        return Notice(
            event_id=told["id"],
            kind=told["kind"],
            gateway_reference=told.get("gateway_reference", ""),
            reference=told.get("reference", ""),
            answer=Answer(**answer | {"outcome": Outcome(answer["outcome"])}) if answer else None,
            refund=RefundAnswer(**refund | {"outcome": Returned(refund["outcome"])}) if refund else None,
        )

    @staticmethod
    def _reach(charge: Charge) -> None:
        ending = charge.amount_paise % 100
        if ending == OUT_OF_REACH:
            raise GatewayError("the pretend gateway is out of reach", permanent=False)
        if ending == REFUSED_FOR_GOOD:
            raise GatewayError("the pretend gateway refuses this request", permanent=True)

    @staticmethod
    def _returned(charge: Charge, *pending: int) -> RefundAnswer:
        ending = charge.amount_paise % 100
        outcome = (
            Returned.FAILED if ending == FAILED_REFUND else Returned.PENDING if ending in pending else Returned.DONE
        )
        reason = str(_("The bank did not take it back.")) if outcome is Returned.FAILED else ""
        return RefundAnswer(outcome, f"fake-{charge.key}", charge.amount_paise, reason)

    @staticmethod
    def _answer(charge: Charge, outcome: Outcome) -> Answer:
        reason = str(_("The payment was declined.")) if outcome is Outcome.DECLINED else ""
        payer = f"payer-{charge.key}" if charge.save and not charge.payer else charge.payer
        return Answer(
            outcome,
            gateway_reference=f"fake-{charge.key}",
            amount_paise=charge.amount_paise,
            reason=reason,
            payer=payer if charge.save else "",
        )
