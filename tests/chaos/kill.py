"""Signal 9 in the middle of money: the shop's processes are killed while a Stripe of this machine holds, takes and gives
back; afterwards its books and ours must agree.

    python -m tests.chaos.kill --times=50 [--database=postgres] [--seed=1]

Two processes work without pause: shoppers and staff in one, the worker in the other; both speak to Stripe by its real SDK,
over a wire to a process that lives on. At a moment that chance chooses both are killed: at any moment, as a request of
theirs arrives there, or after it was done and before they hear of it. Some answers are lost, some are 500. Then the shop
is opened again, whatever is due is done, and order by order what Stripe took less what it gave back is what is owed, or
it is on the list of exceptions; nothing was charged twice, and nothing without an order (`tests/chaos/verdict.py`).
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from threading import Event
from typing import Any

from tests.chaos.shoppers import REFUSED, VISA, Shoppers
from tests.payments.gateways.far_sides import Request, Wire, localstripe, wire_to
from tests.races.options import asked
from tools.postgres import cluster

ANY_MOMENT, ARRIVES, DONE = "at any moment", "as its request arrives", "after it was done, before it is heard"
WHEN = (ANY_MOMENT, ARRIVES, DONE)
PATIENCE = 8  # seconds; a shift that asks for nothing in this time is killed all the same


def main() -> int:
    """Kill so many times and say what was found."""
    options = asked(__doc__)
    print(f"{options.times} kills on {options.database}, seed {options.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="kirana-kill-"))
    try:
        with (
            nullcontext(f"sqlite:///{folder / 'kirana.sqlite3'}") if options.database == "sqlite" else cluster() as url
        ):
            with localstripe() as base, wire_to(base, Knife) as wire:
                assert isinstance(wire, Knife)
                return _run(folder, url, wire, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Knife(Wire):
    """A wire that can end its callers when one of their requests is there, or when it was done."""

    when: str = ""
    after: int = 0  # so many requests first
    kill: Callable[[], None] = lambda: None
    fell: Event = field(default_factory=Event)

    def carry(self, request: Request, headers: dict[str, str]) -> tuple[int, bytes]:
        """As a wire does; a request that changes something may be the last."""
        is_last = self.when in (ARRIVES, DONE) and request.verb == "POST" and self._is_last()
        if is_last and self.when == ARRIVES:
            self.kill()
        answer = super().carry(request, headers)
        if is_last and self.when == DONE:
            self.kill()
        if is_last:
            self.fell.set()
        return answer

    def _is_last(self) -> bool:
        self.after -= 1
        return self.after == -1


def _run(folder: Path, url: str, wire: Knife, options: argparse.Namespace) -> int:
    """One kill after another; the shop is never made anew in between."""
    os.environ.update(_environment(folder, url, wire.base))
    house, dice = get_context("forkserver"), random.Random(options.seed)
    house.set_forkserver_preload(["tests.chaos.house"])
    journal, began, shoppers = folder / "journal", time.monotonic(), Shoppers(wire.to)
    at: datetime = _ask(house, "open_shop")
    died, found = Counter[str](), []
    for kill in range(1, options.times + 1):
        when = _one_shift(house, wire, shoppers, dice, (journal, at))
        died[f"{when}, in {_last_verb(journal)}"] += 1
        report = _ask(house, "wind_up", journal, at, wire.to)
        at, wrong = report.pop("at"), report.pop("wrong")
        found += wrong
        print(f"  kill {kill:>3} {when}: {json.dumps(report)}", *wrong, sep="\n    ", flush=True)
    for what, times in died.most_common():
        print(f"  {times:>4}  {what}")
    print(f"{options.times} kills, {len(found)} findings, {int(time.monotonic() - began)} s")
    return 1 if found else 0


def _one_shift(
    house: ForkServerContext, wire: Knife, shoppers: Shoppers, dice: random.Random, what: tuple[Path, datetime]
) -> str:
    """Let two processes work until they are killed; when that was."""
    crew = [house.Process(target=_do, args=(verb, *what, dice.randrange(10**9))) for verb in ("trade", "labour")]
    wire.forget()
    wire.lose, wire.answer_with = dice.choice((0, 0, 1, 2)), [500] * dice.choice((0, 0, 0, 1))
    wire.when, wire.after, wire.fell = dice.choice(WHEN), dice.randrange(15), Event()
    wire.kill = lambda: _kill(crew)
    for process in crew:
        process.start()
    ends = time.monotonic() + dice.uniform(1.5, 6)
    if wire.when != ANY_MOMENT:
        ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and not wire.fell.is_set():
        shoppers.pay(dice.choice((VISA, VISA, VISA, REFUSED)))
    when = wire.when if wire.fell.is_set() else ANY_MOMENT
    wire.when = ""
    _kill(crew)
    for process in crew:
        process.join()
        assert process.exitcode == -9, f"a process ended by itself: {process.exitcode}"
    wire.forget()
    return when


def _kill(crew: list[ForkServerProcess]) -> None:
    """Signal 9 for each."""
    for process in crew:
        process.kill()


def _ask(house: ForkServerContext, verb: str, *what: Any) -> Any:
    """What a process of its own makes of one verb of a shift."""
    here, there = house.Pipe(duplex=False)
    process = house.Process(target=_answer, args=(there, verb, what))
    process.start()
    there.close()
    answer = here.recv()
    process.join()
    return answer


def _answer(there: Any, verb: str, what: tuple[Any, ...]) -> None:
    there.send(_do(verb, *what))


def _do(verb: str, *what: Any) -> Any:
    """A verb of a shift, in a process of its own: only there is Django set up."""
    from tests.chaos import shift

    return getattr(shift, verb)(*what)


def _last_verb(journal: Path) -> str:
    """What the shift was about when it ended."""
    begun = [line for line in journal.read_text().splitlines() if '"begin"' in line] if journal.exists() else []
    return str(json.loads(begun[-1])["what"]) if begun else "nothing"


def _environment(folder: Path, url: str, base: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test",
        "DATABASE_URL": url,
        "KIRANA_DATA": str(folder),
        "LOG_LEVEL": "CRITICAL",
        "STRIPE_SECRET_KEY": "sk_test_lakshmi",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_lakshmi",
        "STRIPE_WEBHOOK_SECRETS": "whsec_new",
        "STRIPE_API_BASE": base,
    }


if __name__ == "__main__":
    sys.exit(main())
