"""The ways to pay by the witness's bank: one that holds first and one that takes at once, over a line that fails."""

import json
from collections import deque
from dataclasses import asdict
from typing import Any

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, RefundAnswer
from kirana.payments.gateways.fake.gateway import SIGNATURE, Fake, signature
from tests.chaos.faults import OF_THE_LINE, Fault, PowerCut, injected
from tests.chaos.witness import Bank, Message

# What a verb's request may be made of, besides the faults of the line; others leave it as it is.
MOODS = {
    "start": (Fault.DECLINE, Fault.STEP),
    "capture": (Fault.DECLINE,),
    "refund": (Fault.DECLINE, Fault.SLOW),
}


class FarBank(Fake):
    """The contract, asked of a bank over a line. Messages are signed and read as the pretend gateway's are."""

    def __init__(self, code: str, bank: Bank, weather: deque[Fault]) -> None:
        self.code = code
        self.bank = bank
        self.weather = weather  # what becomes of the next calls, in their order

    def start(self, charge: Charge) -> Answer:
        return self._ask("start", charge, "")

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return self._ask("confirm", charge, gateway_reference)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return self._ask("capture", charge, gateway_reference)

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return self._ask("let_go", charge, gateway_reference)

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        return self._ask("refund", charge, gateway_reference)

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        return self._ask("confirm_refund", charge, refund_reference)

    def _ask(self, verb: str, charge: Charge, known: str) -> Any:
        fault = self.weather.popleft() if self.weather else Fault.CALM
        if fault not in OF_THE_LINE and fault not in MOODS.get(verb, ()):
            fault = Fault.CALM
        if fault is not Fault.CALM:
            injected[f"gateway {fault}"] += 1
        match fault:
            case Fault.CUT_BEFORE:
                raise PowerCut
            case Fault.LOST | Fault.BROKEN:
                raise GatewayError(str(fault), permanent=False)
            case Fault.REFUSED:
                raise GatewayError(str(fault), permanent=True)
            case Fault.LATE:
                self.bank.late.append((verb, charge, known, self.code))
                raise GatewayError(str(fault), permanent=False)
        said = self.bank.ask(verb, charge, known, self.code, fault)
        match fault:
            case Fault.CUT_AFTER:
                raise PowerCut
            case Fault.UNHEARD | Fault.BROKEN_AFTER:
                raise GatewayError(str(fault), permanent=False)
            case Fault.TWICE:
                return self.bank.ask(verb, charge, known, self.code)
        return said


def letter(message: Message) -> tuple[dict[str, str], bytes]:
    """A message as it comes over the line: its headers and its body."""
    facts = asdict(message)
    about = {"id": message.number, "kind": "charge.changed", "gateway_reference": message.about}
    says = {"reference": message.reference, "answer": facts["answer"], "refund": facts["refund"]}
    body = json.dumps(about | says).encode()
    return {SIGNATURE: signature(body)}, body
