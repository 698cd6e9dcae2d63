"""A month of a healthy shop, with a clock that is moved: nothing may be said to act on or to watch.

    python -m tests.drills.month [--database=postgres] [--days=30]

Four times a day the shop is looked at as its worker looks at it: the tasks that are due, the checks that are due. In
between shoppers read pages, two orders a day are placed, picked, delivered and paid, Dev hands in what he took, Chitra
closes the day, a backup is made, and once a week it is restored on trial. The web server beside it knows no other time
than the real one, and so does the database's own clock: the check that compares clocks is not asked.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.drills.shop import opened
from tools.postgres import cluster

HOURS = (3, 7, 11, 15)  # UTC: half past eight in the morning, noon, late afternoon, evening
NOT_ASKED = {"health.clock"}
NOT_OF_THE_SHOP = {"code.history"}
PAGES = ("/", "/shelves/atta/", "/shelves/dairy/", "/search/?q=atta", "/products/{slug}/", "/basket/")
# What is made in a process of its own, which would know the real time only.
APART = ("back_up_when_due", "drill_when_due", "ask_checks")


def main() -> int:
    """Live through the month and say what was said in it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = asked.parse_args()
    began = time.monotonic()
    with nullcontext("") if options.database == "sqlite" else cluster() as url:
        with opened(Path(tempfile.mkdtemp(prefix="kirana-month-")), database_url=url) as shop:
            told, looks = [], 0
            for day in range(options.days):
                came = shop.call(live_a_day, day=day)
                looks += came["looks"]
                told += came["told"]
                for line in came["told"]:
                    print(f"  day {day + 1:>2}: {line}", flush=True)
    print(f"{options.days} days on {options.database}, {looks} answers, {len(told)} false alarms, ", end="")
    print(f"{int(time.monotonic() - began)} s")
    return 1 if told else 0


def live_a_day(*, day: int) -> dict[str, Any]:
    """One day; how many answers were given in it, and what was said to act on or to watch."""
    import time_machine

    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=day + 1)
    looks, told = 0, []
    for hour in HOURS:
        with time_machine.travel(first.replace(hour=hour), tick=True):
            _shop(hour)
            _do_what_is_due()
            for key, said in _ask():
                looks += 1
                told += [said] if said and key not in NOT_OF_THE_SHOP else []
    with time_machine.travel(first.replace(hour=HOURS[-1], minute=30), tick=True):
        _evening(is_trial=day % 7 == 6)
    return {"looks": looks, "told": told}


def _shop(hour: int) -> None:
    """Shoppers read pages; one of them orders in the morning, one at noon."""
    from django.test import Client

    from kirana.catalog.models import Product
    from kirana.core import clock
    from kirana.core.actors import GUEST
    from kirana.flows.place_order import place_order
    from kirana.ops.measure import store as measurements
    from kirana.ops.measure.flusher import Flusher
    from tests.drills.inside import a_wish

    client, slug = Client(), Product.objects.get(code="atta").slug
    for page in PAGES:
        for _ in range(4):
            client.get(page.format(slug=slug))
    Flusher("web").turn(at=measurements.just_before(clock.now()))
    if hour in HOURS[:2]:
        cart, wish, store = a_wish()
        key = f"month-{clock.now():%Y%m%d%H}"
        place_order(key=key, cart=cart, store=store, wish=wish, by=GUEST, at=clock.now())


def _do_what_is_due() -> None:
    """The tasks of the worker: between two looks all of them have become due."""
    from django.utils.module_loading import import_string
    from django_q.models import Schedule

    from tests.drills.inside import work

    for task in Schedule.objects.order_by("func").values_list("func", flat=True):
        if not task.endswith(APART):
            import_string(task)()
    work()


def _ask() -> Iterator[tuple[str, str]]:
    """Ask what is due: the key of each check, and what it said when that was bad."""
    from kirana.core import clock
    from kirana.ops import running
    from kirana.ops.checks import Verdict

    running.beat(name=running.WORKER, at=clock.now())
    running.give_up_on_hung(at=clock.now())
    for check in running.due(at=clock.now()):
        if check.key not in NOT_ASKED:
            kept = running.run(check=check, at=clock.now())
            is_bad = kept.verdict in (Verdict.ACT, Verdict.WATCH)
            yield check.key, f"{check.key} {kept.verdict}: {kept.message} {kept.rows[:2]}" if is_bad else ""


def _evening(*, is_trial: bool) -> None:
    """Everything that was ordered is delivered and paid; the money is handed in; the day is closed; a backup."""
    from django.contrib.auth import get_user_model

    from kirana.accounts.models import StaffMember
    from kirana.core import clock
    from kirana.core.actors import system
    from kirana.flows.close_day import close_day
    from kirana.ops.backups import services as backups
    from kirana.orders.models import Order
    from kirana.orders.states import OrderState
    from kirana.stores import selectors as stores
    from tests.cast import Lakshmi
    from tests.drills.inside import try_backups

    at, store, by = clock.now(), stores.current(), system("drills")
    people = {one.user.name.split()[0].lower(): one for one in StaffMember.objects.select_related("user")}
    staff = {name: people[name] for name in ("chitra", "pooja", "dev", "esha")}
    lakshmi = Lakshmi(store=store, **staff, asha=None, bilal=None, shelf={}, at=at)  # type: ignore[arg-type]
    for order in Order.objects.filter(state=OrderState.PLACED):
        lakshmi.take_to(order, OrderState.DELIVERED, at=at)
    get_user_model().objects.update(last_login=at)
    _hand_in(store, at)
    close_day(store_id=store.pk, on=at.date(), by=by, at=at, note="")
    backups.make(by=by, at=at)
    if is_trial:
        try_backups()


def _hand_in(store: Any, at: datetime) -> None:
    """Dev counts out what he took, and the till is counted."""
    from kirana.core.actors import system
    from kirana.payments.ledgers import cash, selectors
    from kirana.payments.ledgers.models import CountedAt

    by, key = system("drills"), f"month-{at:%Y%m%d}"
    for box in selectors.cash_boxes(store_id=store.pk):
        if box.holder_id is not None and box.balance_paise:
            holder: dict[str, Any] = {"holder_id": box.holder_id, "counted_paise": box.balance_paise, "why": ""}
            cash.hand_in(store_id=store.pk, key=f"{key}-{box.holder_id}", by=by, at=at, **holder)
    there = selectors.cash_with(store_id=store.pk, holder_id=None)
    till: dict[str, Any] = {"counted_paise": there, "moment": CountedAt.CLOSING, "key": f"{key}-till", "why": ""}
    cash.count_till(store_id=store.pk, by=by, at=at, **till)


if __name__ == "__main__":
    sys.exit(main())
