"""What the two ways of paying at the door have in common: nothing is asked of anyone before the goods are there."""

from collections.abc import Mapping

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Notice, Outcome, RefundAnswer, Returned


class PaidAtTheDoor:
    """The verbs of a gateway whose money a person takes by hand, and gives back by hand."""

    is_paid_at_the_door = True
    can_hold = False
    can_keep = False
    keys: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = {}

    def start(self, charge: Charge) -> Answer:
        return Answer(Outcome.PROMISED, amount_paise=charge.amount_paise)

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return Answer(Outcome.PROMISED, gateway_reference=gateway_reference, amount_paise=charge.amount_paise)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        raise GatewayError("money taken at the door is captured by the person who takes it", permanent=True)

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return Answer(Outcome.DECLINED, gateway_reference=gateway_reference, amount_paise=charge.amount_paise)

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        return RefundAnswer(Returned.DONE, gateway_reference=gateway_reference, amount_paise=charge.amount_paise)

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        return RefundAnswer(Returned.DONE, gateway_reference=refund_reference, amount_paise=charge.amount_paise)

    def forget(self, payer: str) -> None:
        """Nothing is kept of anyone."""

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        """Nobody comes back from anywhere."""

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        raise GatewayError("money taken at the door sends no webhooks", permanent=True)
