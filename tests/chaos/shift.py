"""A shift that may end at any moment: what a process of the shop does until it is killed, and what the next one finds.

What people outside the books remember (which buttons were pressed with what behind them, what was to be given back) is
in a journal, a line before each press. It is all that is left of a process that is gone.
"""

import json
import random
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import call_command

from kirana.accounts.models import StaffMember
from kirana.cart.models import Cart
from kirana.catalog.models import Listing
from kirana.core import clock
from kirana.customers.models import Customer
from kirana.delivery import services as delivery
from kirana.flows.place_order import Wish
from kirana.inventory import services as inventory
from kirana.orders.models import Order
from kirana.orders.states import BEFORE_PACKING, OrderState
from kirana.payments.models import Refund
from kirana.stores import selectors as stores
from tests import cast
from tests.cast import BY, NOW, Lakshmi
from tests.chaos.market import BASKETS, PICKS, Press, actor_of
from tests.chaos.stripe_books import books_of
from tests.chaos.till import Till
from tests.chaos.verdict import ROUNDS, judge, settle_down
from tests.invoicing.registered import register

CAPACITY = 10_000
MORE = 1_000_000  # of everything on the shelf
AT_WORK = (*BEFORE_PACKING, OrderState.PACKED, OrderState.OUT)
CALM: dict[str, Any] = {"weather": (), "cut": None}
# What is left of an hour and more of waits when all is well: a refund is asked after once a day, which is not waited for.
HOURS = ROUNDS[:-1]


@dataclass
class Shift(Till):
    """The market, with a journal."""

    journal: Path = Path()

    def press(self, which: int, **facts: Any) -> None:
        """A button that was not pressed before is written down first."""
        one = self.presses[which % len(self.presses)] if self.presses else None
        if one is not None:
            self.note(verb="press", key=one.key, cart=one.cart.pk, wish=asdict(one.wish))
        super().press(which, **facts)

    def go_far(self, which: int, *, pick: str, times: int) -> None:
        """The shop takes one of the orders it has to do with so many steps further."""
        for _time in range(times):
            found = list(Order.objects.filter(state__in=AT_WORK).order_by("pk"))
            if found:
                one = found[which % len(found)]
                self.do(partial(self._go_on, one, pick, False, "their own"))

    def _give_back(self, found: Order, amount: int, key: str, shares: dict[str, int]) -> list[Refund]:
        self.note(verb="give_back", number=found.number, key=key, amount=amount)
        return super()._give_back(found, amount, key, shares)

    def bring_statement(self, *, cut: int | None = None) -> None:
        """The books of this bank are read as they are."""

    def note(self, **facts: Any) -> None:
        """A line of the journal, in one piece."""
        with self.journal.open("a") as journal:
            journal.write(json.dumps(facts) + "\n")

    def remember(self) -> None:
        """Read what the journal has kept of those before."""
        presses: dict[str, Press] = {}
        for line in self.journal.read_text().splitlines() if self.journal.exists() else []:
            facts = json.loads(line)
            if facts["verb"] == "press":
                wish = Wish(**facts["wish"])
                customer = Customer.objects.get(pk=wish.account_of)
                presses[facts["key"]] = Press(
                    facts["key"], Cart.objects.get(pk=facts["cart"]), wish, actor_of(customer)
                )
            elif (
                facts["verb"] == "give_back"
                and Refund.objects.filter(key__startswith=f"goods-{facts['key']}-").exists()
            ):
                self.goods_back.setdefault(facts["number"], {})[facts["key"]] = facts["amount"]
        self.presses = list(presses.values())


def open_shop() -> datetime:
    """Tables, Lakshmi Stores with everyone in it, and more of everything than can be sold; returns the time there."""
    call_command("migrate", verbosity=0)
    lakshmi = register(cast.open_lakshmi_stores())
    for weekday in range(7):
        cast.an_evening(lakshmi.store, weekday=weekday, at=NOW, capacity=CAPACITY)
    for listing in lakshmi.shelf.values():
        inventory.receive(listing_id=listing.pk, quantity=MORE, by=BY, at=NOW)
    return NOW


def trade(journal: Path, at: datetime, seed: int) -> None:
    """Shoppers and staff, without pause, until the power goes."""
    dice, shift = random.Random(seed), _begin(journal, at)
    for which in range(len(shift.presses))[-3:]:  # who got no answer presses again
        shift.press(which, **CALM)
    while True:
        verb, facts = _next(dice)
        shift.note(verb="begin", what=verb)
        getattr(shift, verb)(**facts)


def _next(dice: random.Random) -> tuple[str, dict[str, Any]]:
    """What happens next, to one of the newest orders mostly."""
    which = -dice.randint(1, 5)
    match dice.choices(("order", "press", "come_back", "go_far", "give_back", "cancel"), (4, 1, 6, 5, 2, 1))[0]:
        case "order":
            basket, who = dice.randrange(len(BASKETS)), dice.randrange(2)
            return "order", {"who": who, "basket": basket, "method": "stripe", "use_credit": False, **CALM}
        case "go_far":
            return "go_far", {"which": which, "pick": dice.choice(PICKS), "times": dice.randint(1, 6)}
        case "give_back":
            percent, by_line = dice.choice((10, 50, 100)), dice.random() < 0.5
            again = dice.random() < 0.3
            return "give_back", {"which": which, "percent": percent, "by_line": by_line, "is_again": again, "cut": None}
        case "cancel":
            return "cancel", {"which": which, "by_staff": dice.random() < 0.5, "cut": None}
        case verb:
            return verb, {"which": which, **CALM}


def labour(journal: Path, at: datetime, seed: int) -> None:
    """The worker, without pause, until the power goes."""
    dice, shift = random.Random(seed), _begin(journal, at)
    shift.a_step_takes = timedelta(seconds=1)  # it looks more often than others act
    while True:
        verb, facts = dice.choices((("work", {"jobs": 5}), ("poll", {}), ("expire", {})), (6, 2, 1))[0]
        getattr(shift, verb)(**facts, **CALM)
        time.sleep(0.02)


def wind_up(journal: Path, at: datetime, base: str) -> dict[str, Any]:
    """The power is back: whatever is due is done until all is quiet. Says what is wrong then, and what there is."""
    shift = _begin(journal, at)
    delivery.cut_slots(store=shift.lakshmi.store, at=at)
    settle_down(shift, rest_is_told=True, rounds=HOURS)
    shift.bank = books_of(base)
    charges = Counter(held.reference for held in shift.bank.charges.values() if held.taken_paise)
    twice = [f"{reference} was charged {times} times" for reference, times in charges.items() if times > 1]
    return {
        "wrong": twice + judge(shift),
        "at": shift.at,
        "pressed": len(shift.presses),
        "orders": Order.objects.count(),
        "charged": len(charges),
        "taken": sum(held.taken_paise for held in shift.bank.charges.values()),
        "returns": sum(len(held.returns) for held in shift.bank.charges.values()),
        "states": dict(Counter(Order.objects.values_list("state", flat=True))),
    }


def _begin(journal: Path, at: datetime) -> Shift:
    """Everyone comes in and looks at what there is."""
    shift = Shift(_lakshmi(at), at=at, journal=journal)
    shift.stock = {good.key: good.stock + MORE for good in cast.GOODS}
    shift.remember()
    clock.now = lambda: shift.at
    return shift


def _lakshmi(at: datetime) -> Lakshmi:
    staff: dict[str, Any] = {
        one.user.name.split()[0].lower(): one for one in StaffMember.objects.select_related("user")
    }
    customers: dict[str, Any] = {
        one.user.name.split()[0].lower(): one for one in Customer.objects.select_related("user") if one.user
    }
    shelf = {one.product.code: one for one in Listing.objects.select_related("product")}
    return Lakshmi(store=stores.current(), **staff, **customers, shelf=shelf, at=at)
