"""Breaking a shop in one way, asking its checks, mending it, and asking again.

    @drill("mail-refused", turns="health.mail", says="554", runbook="messages-late")
    def mail_refused(shop):
        \"\"\"The mail server takes no mail from us.\"\"\"
        shop.mail.refuses = True
        yield
        shop.mail.refuses = False

The console has to say of the one check `turns` that it is to be acted on (or watched), with a sentence that holds
`says`, and lead to that runbook; of every other check it says what it said of the healthy shop. Where one fault is
seen by two checks the second has to name the first as its cause, and is shown under it.
"""

import re
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

from tests.drills import inside
from tests.drills.inside import Found
from tests.drills.shop import DrillShop

BAD = ("act", "watch")
BOTH = ("sqlite", "postgres")
# What is not of the shop: its code's history is that of the checkout that drills are started in.
NOT_OF_THE_SHOP = {"code.history"}
Fault = Callable[[DrillShop], Generator[None, None, None]]
Look = Callable[[DrillShop], Found]


@dataclass(frozen=True, slots=True)
class Drill:
    """A fault, and what has to be said of it."""

    key: str
    fault: Fault
    turns: str
    says: str
    runbook: str
    verdict: str = "act"
    databases: tuple[str, ...] = BOTH
    quick: bool = False  # also among the ordinary tests
    look: Look = DrillShop.ask
    on_page: bool = True  # the console is there to be read
    needs_disks: bool = False  # only root may mount some


@dataclass
class Outcome:
    """What came of a drill."""

    drill: Drill
    database: str
    turned: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    seconds: int = 0

    @property
    def passed(self) -> bool:
        """Whether everything was as it has to be."""
        return not self.problems


ALL: dict[str, Drill] = {}


def drill(key: str, **facts: object) -> Callable[[Fault], Fault]:
    """Register the function as a drill."""

    def register(fault: Fault) -> Fault:
        ALL[key] = Drill(key=key, fault=fault, **facts)  # type: ignore[arg-type]
        return fault

    return register


def nobody_works(shop: DrillShop) -> Found:
    """What the checks say when no job is done."""
    found: Found = shop.call(inside.ask, works=False)
    return found


def bad(found: Found) -> dict[str, str]:
    """The checks that are to be acted on or watched, apart from those that name another as their cause."""
    return {
        key: str(one["verdict"])
        for key, one in found.items()
        if one["verdict"] in BAD and not one["because"] and key not in NOT_OF_THE_SHOP
    }


def can(drill: Drill, shop: DrillShop) -> bool:
    """Whether this can be drilled here."""
    return shop.kind in drill.databases and (bool(shop.disks) or not drill.needs_disks)


def run(drill: Drill, shop: DrillShop, *, known: dict[str, str], asks_again: bool = True) -> Outcome:
    """Break, ask, mend, ask. `known` is what is said of the healthy shop. Without `asks_again` the next drill sees
    whether this fault is mended."""
    outcome, began = Outcome(drill, shop.kind), time.monotonic_ns()
    try:
        shop.call(inside.forget_measurements)
        with contextmanager(drill.fault)(shop):
            _look(outcome, shop, known)
        after = bad(shop.ask()) if asks_again else {}
        left = {key: verdict for key, verdict in after.items() if known.get(key) != verdict}
        outcome.problems += [f"mended, {key} still says {verdict}" for key, verdict in left.items()]
    except Exception:
        outcome.problems.append(traceback.format_exc())
    outcome.seconds = (time.monotonic_ns() - began) // 1_000_000_000
    return outcome


def _look(outcome: Outcome, shop: DrillShop, known: dict[str, str]) -> None:
    """Look and judge; whatever breaks meanwhile, the fault is mended afterwards."""
    drill = outcome.drill
    try:
        found = drill.look(shop)
        outcome.turned = {key: verdict for key, verdict in bad(found).items() if known.get(key) != verdict}
        outcome.problems += _judge(drill, found, outcome.turned)
        if drill.on_page and not outcome.problems:
            outcome.problems += _read(shop, drill, found)
    except Exception:
        outcome.problems.append(traceback.format_exc())


def _judge(drill: Drill, found: Found, turned: dict[str, str]) -> list[str]:
    problems = [
        f"{key} turned too ({verdict}): {found[key]['message']} {found[key]['rows'][:3]}"
        for key, verdict in turned.items()
        if key != drill.turns
    ]
    said = found[drill.turns]
    words = f"{said['message']} {said['rows']}"
    if said["verdict"] != drill.verdict:
        problems.append(f"{drill.turns} says {said['verdict']}: {words[:300]}")
    elif drill.says not in words:
        problems.append(f"{drill.turns} does not say “{drill.says}”: {words[:300]}")
    if said["runbook"] != drill.runbook:
        problems.append(f"{drill.turns} leads to {said['runbook']}")
    return problems


def _read(shop: DrillShop, drill: Drill, found: Found) -> list[str]:
    """What is wrong with the daily round as a browser gets it."""
    page = shop.get("/staff/console/")
    text = unescape(page.text)
    said = found[drill.turns]
    wanted = (str(said["title"]), str(said["message"]), f"/staff/console/runbooks/{drill.runbook}/")
    lost = [f"the daily round ({page.status}) does not show “{words}”" for words in wanted if words not in text]
    articles = re.findall(r'<article class="panel round-item round-item--(?:act|watch)">', page.text)
    expected = [key for key, one in found.items() if one["verdict"] in BAD and not one["because"]]
    if len(articles) != len(expected):
        lost.append(f"the daily round names {len(articles)} things instead of {len(expected)}")
    return lost
