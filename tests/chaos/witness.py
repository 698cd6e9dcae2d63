"""A bank that keeps books of its own: what it holds, took and gave back, by the key it was asked with.

It knows nothing of the shop. What it did is compared with what the shop says it did; a charge is made once for a key
however often it is asked for. Everything that happens to a charge or a refund is also said in a message, which the
shop may get once, twice, late, in another order, or never.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import count

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Outcome, RefundAnswer, Returned
from tests.chaos.faults import Fault

OUTCOMES = {
    "step": Outcome.PENDING,
    "held": Outcome.AUTHORISED,
    "taken": Outcome.CAPTURED,
    "void": Outcome.DECLINED,
    "declined": Outcome.DECLINED,
}
BY_PAGE = "given back on the bank's own page"
RETURNED = {"sent": Returned.PENDING, "done": Returned.DONE, "failed": Returned.FAILED}


@dataclass
class Return:
    """Money the bank was asked to give back. Without a key: somebody did it on the bank's own page."""

    key: str
    number: str
    amount_paise: int
    stage: str  # sent, done, failed

    @property
    def stands(self) -> bool:
        """Whether it went back, or is on its way."""
        return self.stage != "failed"


@dataclass
class Held:
    """A charge in the bank's books."""

    key: str
    number: str
    reference: str
    amount_paise: int
    stage: str  # step, held, taken, void, declined
    takes_at_once: bool
    taken_paise: int = 0
    returns: dict[str, Return] = field(default_factory=dict)

    @property
    def given_back_paise(self) -> int:
        """What went back, or is on its way."""
        return sum(one.amount_paise for one in self.returns.values() if one.stands)

    @property
    def net_paise(self) -> int:
        """What the shop has of it."""
        return self.taken_paise - self.given_back_paise

    @property
    def by_its_page(self) -> list[Return]:
        """What was given back on the bank's own page."""
        return [one for one in self.returns.values() if not one.key]


@dataclass(frozen=True)
class Message:
    """What the bank says of a charge, or of one of its refunds, at the moment it happened."""

    number: str
    gateway: str
    reference: str
    about: str
    answer: dict[str, object] | None = None
    refund: dict[str, object] | None = None


class Bank:
    """The far side. `mood` is what it makes of the request at hand, apart from doing it."""

    def __init__(self) -> None:
        self.charges: dict[str, Held] = {}
        self.messages: list[Message] = []
        self.late: deque[tuple[str, Charge, str, str]] = deque()  # requests that are still on their way
        self.complaints: list[str] = []  # what no shop may ask
        self.trouble: dict[str, set[str]] = {}  # by reference: why its money may be wrong through no fault of the shop
        self._numbers = count(1)

    def ask(self, verb: str, charge: Charge, known: str, gateway: str, mood: Fault = Fault.CALM) -> object:
        """Do what is asked and say how it stands."""
        match verb:
            case "start" | "confirm":
                return self._start(charge, known, gateway, mood)
            case "capture":
                return self._capture(charge, known, gateway, mood)
            case "let_go":
                return self._let_go(charge, known, gateway)
            case "refund":
                return self._refund(charge, known, gateway, mood)
        return self._look_up_refund(charge, known)

    def hear_late(self) -> None:
        """Requests that were on their way for minutes arrive; nobody waits for their answers."""
        while self.late:
            verb, charge, known, gateway = self.late.popleft()
            try:
                self.ask(verb, charge, known, gateway)
            except GatewayError:
                continue

    def take_step(self, held: Held, *, is_good: bool) -> None:
        """The shopper does what their bank asks for, or fails to."""
        if held.stage == "step":
            if is_good:
                self._collect(held)
            else:
                held.stage = "declined"
            self._say(held)

    def give_back_by_page(self, held: Held, amount_paise: int) -> None:
        """Somebody gives money back on the bank's own page: the shop may hear of it by a message, or not."""
        if 0 < amount_paise <= held.net_paise:
            one = Return("", f"re_{next(self._numbers)}", amount_paise, "done")
            held.returns[one.number] = one
            self._note(held.reference, BY_PAGE)
            self._say_refund(held, one)

    def send_on(self, held: Held, key: str, *, arrives: bool) -> None:
        """A refund that was on its way arrives or not; one that had arrived may come back."""
        one = held.returns[key]
        before, one.stage = one.stage, "done" if arrives else "failed"
        if not arrives:
            self._note(held.reference, "refund failed")
        if one.stage != before:
            self._say_refund(held, one)

    def of_reference(self, reference: str) -> list[Held]:
        """Every charge that was made for a reference."""
        return [held for held in self.charges.values() if held.reference == reference]

    def _start(self, charge: Charge, known: str, gateway: str, mood: Fault) -> Answer:
        held = self._find(charge.key, known)
        if held is None:
            number = f"ch_{next(self._numbers)}"
            held = Held(charge.key, number, charge.reference, charge.amount_paise, "step", gateway == "takes")
            self.charges[charge.key] = held
            if mood is Fault.DECLINE:
                held.stage = "declined"
            elif mood is not Fault.STEP:
                self._collect(held)
            self._say(held)
        return self._answer(held)

    @staticmethod
    def _collect(held: Held) -> None:
        held.stage = "taken" if held.takes_at_once else "held"
        held.taken_paise = held.amount_paise if held.takes_at_once else 0

    def _capture(self, charge: Charge, known: str, gateway: str, mood: Fault) -> Answer:
        held = self._find("", known)
        if held is None:
            raise GatewayError("no such charge", permanent=True)
        if held.stage == "held":
            if charge.amount_paise > held.amount_paise:
                self.complaints.append(
                    f"{held.reference}: {charge.amount_paise} of {held.amount_paise} was to be taken"
                )
                raise GatewayError("more than is held", permanent=True)
            if mood is Fault.DECLINE:
                held.stage = "declined"
                self._note(held.reference, "capture declined")
            else:
                held.stage, held.taken_paise = "taken", charge.amount_paise
            self._say(held)
        return self._answer(held)

    def _let_go(self, charge: Charge, known: str, gateway: str) -> Answer:
        held = self._find(charge.key, known)
        if held is None:
            return Answer(Outcome.DECLINED, "", charge.amount_paise, "there is no such charge")
        if held.stage in ("step", "held"):
            held.stage = "void"
            self._say(held)
        return self._answer(held)

    def _refund(self, charge: Charge, known: str, gateway: str, mood: Fault) -> RefundAnswer:
        held = self._find("", known)
        if held is None:
            raise GatewayError("no such charge", permanent=True)
        one = held.returns.get(charge.key)
        if one is None:
            if charge.amount_paise > held.net_paise:
                if not held.by_its_page:  # of what went back by its page the shop may not know
                    self.complaints.append(
                        f"{held.reference}: {charge.amount_paise} of {held.net_paise} was to go back"
                    )
                raise GatewayError("more than is left", permanent=True)
            stage = {Fault.DECLINE: "failed", Fault.SLOW: "sent"}.get(mood, "done")
            if stage == "failed":
                self._note(held.reference, "refund failed")
            one = Return(charge.key, f"re_{next(self._numbers)}", charge.amount_paise, stage)
            held.returns[charge.key] = one
            self._say_refund(held, one)
        return self._refund_answer(one)

    def _look_up_refund(self, charge: Charge, number: str) -> RefundAnswer:
        for held in self.charges.values():
            for one in held.returns.values():
                if number == one.number:
                    return self._refund_answer(one)
        raise GatewayError("no such refund", permanent=True)

    def _find(self, key: str, number: str) -> Held | None:
        if number:
            return next((held for held in self.charges.values() if held.number == number), None)
        return self.charges.get(key)

    def _note(self, reference: str, what: str) -> None:
        self.trouble.setdefault(reference, set()).add(what)

    def _say(self, held: Held) -> None:
        answer = self._answer(held)
        said = {
            "outcome": answer.outcome.value,
            "gateway_reference": held.number,
            "amount_paise": answer.amount_paise,
            "reason": answer.reason,
        }
        self.messages.append(Message(*self._envelope(held), answer=said))

    def _say_refund(self, held: Held, one: Return) -> None:
        answer = self._refund_answer(one)
        said = {
            "outcome": answer.outcome.value,
            "gateway_reference": one.number,
            "amount_paise": one.amount_paise,
            "reason": answer.reason,
            "key": one.key,
        }
        self.messages.append(Message(*self._envelope(held), refund=said))

    def _envelope(self, held: Held) -> tuple[str, str, str, str]:
        gateway = "takes" if held.takes_at_once else "holds"
        return f"evt_{next(self._numbers)}", gateway, held.reference, held.number

    @staticmethod
    def _answer(held: Held) -> Answer:
        reason = "The bank said no." if OUTCOMES[held.stage] is Outcome.DECLINED else ""
        amount = held.taken_paise or held.amount_paise
        return Answer(OUTCOMES[held.stage], held.number, amount, reason)

    @staticmethod
    def _refund_answer(one: Return) -> RefundAnswer:
        reason = "The bank did not take it back." if one.stage == "failed" else ""
        return RefundAnswer(RETURNED[one.stage], one.number, one.amount_paise, reason, one.key)
