"""Random histories: Hypothesis chooses what happens next, and shortens what it finds to the fewest steps."""

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kirana.core import clock
from kirana.payments import gateways
from kirana.payments.ledgers import khata
from tests.cast import BY, NOW, Lakshmi
from tests.chaos.faults import Fault
from tests.chaos.gateway import FarBank
from tests.chaos.market import BASKETS, METHODS, PICKS, UTRS
from tests.chaos.till import Till
from tests.chaos.verdict import judge, settle_down

WHICH = st.integers(0, 5)
WHO = st.integers(0, 1)
# Most calls are answered; what Hypothesis tries first, and shortens to, is fine weather.
WEATHER: st.SearchStrategy[list[Fault]] = st.one_of(
    st.just([]), st.lists(st.sampled_from(sorted(Fault)), min_size=1, max_size=3)
)
CUT = st.one_of(st.none(), st.none(), st.integers(1, 60))
# Most pay before, by the bank.
METHOD = st.one_of(st.sampled_from(METHODS[:2]), st.sampled_from(METHODS))
ORDER = st.fixed_dictionaries(
    {
        "who": WHO,
        "basket": st.integers(0, len(BASKETS) - 1),
        "method": METHOD,
        "use_credit": st.booleans(),
        "weather": WEATHER,
        "cut": CUT,
    }
)
History = list[tuple[str, dict[str, Any]]]  # verbs of `Till` and what they were given
UPI_ADDRESS = {"UPI_VPA": "lakshmi@okbank", "UPI_PAYEE": "Lakshmi Stores"}
MINUTES = st.sampled_from([1, 2, 5, 16, 61, 180])


def kind_of(sentence: str) -> str:
    """A finding without its numbers."""
    return re.sub(r"\d[\d,.]*", "#", sentence)


@contextmanager
def one_history(lakshmi: Lakshmi) -> Iterator[Till]:
    """A market of its own, of which nothing is left afterwards: a transaction that is undone.

    What dies inside undoes what it had not committed, as a real one does: its transactions are parts of this one.
    """
    market = Till(lakshmi)
    far = {code: FarBank(code, market.bank, market.weather) for code in ("takes", "holds")}
    patched = pytest.MonkeyPatch()
    patched.setattr(clock, "now", lambda: market.at)
    for name, value in UPI_ADDRESS.items():
        patched.setattr(settings, name, value)
    for code, gateway in far.items():
        patched.setitem(gateways.ALL, code, gateway)
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]
    try:
        with whole:
            yield market
            transaction.set_rollback(True)
    finally:
        patched.undo()


def open_accounts(lakshmi: Lakshmi) -> None:
    """Asha and Bilal have a khata each."""
    for customer in (lakshmi.asha, lakshmi.bilal):
        khata.open_account(
            store_id=lakshmi.store.pk, customer_id=customer.pk, limit_paise=2_000_00, due_day=5, by=BY, at=NOW
        )


def broken_by(verb: Callable[[], Any]) -> str | None:
    """What broke, where nothing may: any error but a refusal is a finding."""
    try:
        verb()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} in {where.name}"
    return None


def verdict_on(market: Till, *, rest_is_told: bool) -> list[str]:
    """What is wrong once everything due has run."""
    broke = broken_by(lambda: settle_down(market, rest_is_told=rest_is_told))
    return [broke] if broke else judge(market)


class Histories(RuleBasedStateMachine):
    """One history a life. The shop it is played in is set before."""

    lakshmi: ClassVar[Lakshmi]
    lived: ClassVar[list[int]] = []  # the steps of each history
    found: ClassVar[dict[str, tuple[bool, History]]] = {}  # the first history that led to each kind of finding

    def __init__(self) -> None:
        super().__init__()
        self._whole = one_history(self.lakshmi)
        self.market = self._whole.__enter__()
        self.rest_is_told = True
        self.history: History = []
        self.broke: str | None = None

    def play(self, step: str, **facts: Any) -> None:
        """One step, written down so that it can be played again."""
        if self.broke is None:
            self.history.append((step, facts))
            self.broke = broken_by(lambda: getattr(self.market, step)(**facts))

    def teardown(self) -> None:
        self.lived.append(len(self.history))
        wrong = [self.broke] if self.broke else verdict_on(self.market, rest_is_told=self.rest_is_told)
        self._whole.__exit__(None, None, None)
        for sentence in wrong:
            self.found.setdefault(kind_of(sentence), (self.rest_is_told, self.history))

    @initialize(rest_is_told=st.booleans(), first=ORDER)
    def begin(self, rest_is_told: bool, first: dict[str, Any]) -> None:
        self.rest_is_told = rest_is_told
        self.play("order", **first)

    @property
    def has_orders(self) -> bool:
        return bool(self.market.presses)

    @property
    def is_asked(self) -> bool:
        return any(held.stage == "step" for held in self.market.bank.charges.values())

    def has_return(self, *stages: str) -> bool:
        returns = (one for held in self.market.bank.charges.values() for one in held.returns.values())
        return any(one.stage in stages for one in returns)

    @property
    def has_code(self) -> bool:
        return any(press.wish.payment_method == "upi_qr" for press in self.market.presses)

    @property
    def has_money(self) -> bool:
        return any(held.net_paise for held in self.market.bank.charges.values())

    @property
    def has_post(self) -> bool:
        return bool(self.market.waiting)

    @precondition(lambda self: len(self.market.presses) < 5)
    @rule(facts=ORDER)
    def order(self, facts: dict[str, Any]) -> None:
        self.play("order", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, weather=WEATHER, cut=CUT)
    def press(self, **facts: Any) -> None:
        self.play("press", **facts)

    @precondition(lambda self: self.is_asked)
    @rule(which=WHICH, is_good=st.booleans())
    def take_step(self, **facts: Any) -> None:
        self.play("take_step", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, weather=WEATHER, cut=CUT)
    def come_back(self, **facts: Any) -> None:
        self.play("come_back", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, by_staff=st.booleans(), cut=CUT)
    def cancel(self, **facts: Any) -> None:
        self.play("cancel", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, pick=st.sampled_from(PICKS), comes_back=st.booleans(), utr=st.sampled_from(UTRS), cut=CUT)
    def go_on(self, **facts: Any) -> None:
        self.play("go_on", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, pick=st.sampled_from(PICKS), times=st.integers(2, 5))
    def go_far(self, which: int, pick: str, times: int) -> None:
        for _time in range(times):
            self.play("go_on", which=which, pick=pick, comes_back=False, cut=None)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH, percent=st.sampled_from([10, 50, 100]), by_line=st.booleans(), is_again=st.booleans(), cut=CUT)
    def give_back(self, **facts: Any) -> None:
        self.play("give_back", **facts)

    @precondition(lambda self: self.has_return("failed"))
    @rule(which=WHICH, verb=st.sampled_from(["retry", "by_hand", "in_cash"]), cut=CUT)
    def mend(self, **facts: Any) -> None:
        self.play("mend", **facts)

    @precondition(lambda self: bool(self.market.at_the_door.total()))
    @rule(cut=CUT)
    def hand_in(self, cut: int | None) -> None:
        self.play("hand_in", cut=cut)

    @rule(who=WHO)
    def be_kind(self, who: int) -> None:
        self.play("be_kind", who=who)

    @precondition(lambda self: self.has_orders)
    @rule(jobs=st.integers(1, 5), weather=WEATHER, cut=CUT)
    def work(self, **facts: Any) -> None:
        self.play("work", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(weather=WEATHER, cut=CUT)
    def poll(self, **facts: Any) -> None:
        self.play("poll", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(weather=WEATHER, cut=CUT)
    def expire(self, **facts: Any) -> None:
        self.play("expire", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(cut=CUT)
    def read_post(self, **facts: Any) -> None:
        self.play("read_post", **facts)

    @rule(minutes=MINUTES)
    def let_pass(self, minutes: int) -> None:
        self.play("let_pass", minutes=minutes)

    @precondition(lambda self: self.has_post)
    @rule(which=WHICH, times=st.sampled_from([1, 2, 0, -1]), cut=CUT)
    def bring(self, **facts: Any) -> None:
        self.play("bring", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(which=WHICH)
    def replay(self, which: int) -> None:
        self.play("replay", which=which)

    @precondition(lambda self: self.has_return("sent", "done"))
    @rule(which=WHICH, arrives=st.booleans())
    def send_on(self, **facts: Any) -> None:
        self.play("send_on", **facts)

    @precondition(lambda self: self.has_orders)
    @rule(
        who=WHO,
        percent=st.sampled_from([30, 100, 130]),
        means=st.sampled_from(["cash", "upi"]),
        utr=st.sampled_from(UTRS),
        is_again=st.booleans(),
        cut=CUT,
    )
    def repay(self, **facts: Any) -> None:
        self.play("repay", **facts)

    @precondition(lambda self: self.has_code)
    @rule(which=WHICH)
    def pay_by_upi(self, which: int) -> None:
        self.play("pay_by_upi", which=which)

    @precondition(lambda self: self.has_code)
    @rule(which=WHICH, utr=st.sampled_from(UTRS), cut=CUT)
    def confirm(self, **facts: Any) -> None:
        self.play("confirm", **facts)

    @precondition(lambda self: self.has_code)
    @rule(which=WHICH, cut=CUT)
    def not_received(self, **facts: Any) -> None:
        self.play("not_received", **facts)

    @precondition(lambda self: bool(self.market.came))
    @rule(which=WHICH, cut=CUT)
    def send_back(self, **facts: Any) -> None:
        self.play("send_back", **facts)

    @precondition(lambda self: self.has_money)
    @rule(which=WHICH, percent=st.sampled_from([10, 50, 100]))
    def give_back_by_page(self, **facts: Any) -> None:
        self.play("give_back_by_page", **facts)

    @precondition(lambda self: self.has_money)
    @rule(cut=CUT)
    def bring_statement(self, **facts: Any) -> None:
        self.play("bring_statement", **facts)


def played(history: History, *, lakshmi: Lakshmi, rest_is_told: bool) -> list[str]:
    """Play a history again; what is wrong afterwards."""
    with one_history(lakshmi) as market:
        for step, facts in history:
            broke = broken_by(partial(getattr(market, step), **facts))
            if broke:
                return [broke]
        return verdict_on(market, rest_is_told=rest_is_told)


def shortened(history: History, kind: str, *, lakshmi: Lakshmi, rest_is_told: bool) -> History:
    """The history without the steps that its finding does not need."""
    for place in reversed(range(len(history))):
        shorter = history[:place] + history[place + 1 :]
        if any(kind_of(one) == kind for one in played(shorter, lakshmi=lakshmi, rest_is_told=rest_is_told)):
            history = shorter
    return history
