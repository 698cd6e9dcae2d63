"""A month of a healthy shop under a clock that is moved: no check may turn to act or to watch, nobody may be alarmed.

    python -m tests.drills.month [--days=30] [--database=sqlite|postgres]

Every hour of each day passes: shoppers read pages by the web server and order, people do what people do at that hour
(`people`), then the queue's scheduler and runner do what has become due, and last the checks whose minutes are over
are asked. The clock is moved in every process of the shop, the ones that make backups and restore them on trial too.
A question to a person that is due is no alarm: it is answered the next morning, and counted. Not of the shop is the
history of the code, which is that of the checkout.
"""

import argparse
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.drills import inside, living
from tests.drills.engine import BOTH, NOT_OF_THE_SHOP
from tests.drills.shop import ESHA, DrillShop
from tests.payments.gateways import far_sides
from tools.postgres import cluster

PAGES = ("/", "/shelves/atta/", "/shelves/dairy/", "/search/?q=atta", "/basket/", "/status/")
OPEN = range(8, 22)
MORNING = 7
INDIA = ZoneInfo("Asia/Kolkata")
WORDS = re.compile(r"<[^>]*>|\s+")
STRIPE = {
    "STRIPE_SECRET_KEY": "sk_test_month",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_month",
    "STRIPE_WEBHOOK_SECRETS": "whsec_month",
}


@dataclass
class Month:
    """What was said in it."""

    runs: int = 0
    jobs: int = 0
    pages: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    not_of_the_shop: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        """Whether nobody was alarmed, and everything was done."""
        wrong = ("alerts", "incidents", "failed jobs", "books not right")
        return not self.alarms and not any(self.left[name] for name in wrong)


@dataclass
class MovedShop:
    """A drill's shop with a clock that is ahead by whole seconds."""

    shop: DrillShop
    ahead: int = 0

    def move(self, *, to: datetime) -> None:
        """Have it be this moment in the shop, or as many minutes later as it is past it: time never goes back."""
        late = time.time() + self.ahead - to.timestamp()
        self._date_files()
        self.set_clock(to + timedelta(minutes=int(late // 60) + 1) if late > 0 else to)
        self.shop.call(living.move, ahead=self.ahead)

    def set_clock(self, to: datetime) -> None:
        """Have every process that is begun from now on begin at this moment, and the world around be at it."""
        self.ahead = int(to.timestamp() - time.time())
        _write(self.shop.around / "clock", self.ahead)
        self.shop.pages.skew = timedelta(seconds=self.ahead)

    def _date_files(self) -> None:
        """Have the logs that were written since the last move be of the time it was then in the shop."""
        real = time.time()
        for path in self.shop.logs.iterdir():
            if path.stat().st_mtime <= real:
                os.utime(path, (real + self.ahead, real + self.ahead))


def _write(file: Path, ahead: int) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(str(ahead))
    fresh.replace(file)


@contextmanager
def opened(folder: Path, *, at: datetime, database_url: str = "", with_backup: bool = True) -> Iterator[MovedShop]:
    """A shop that takes cards, with everyone in it and what it has sold; it is opened at this moment, and gone
    afterwards."""
    with far_sides.localstripe() as address, far_sides.wire_to(address) as wire:
        moved = MovedShop(DrillShop(folder / "data", database_url=database_url, told=folder / "server.log"))
        shop, clock = moved.shop, folder / "clock"
        shop.more = {"DJANGO_SETTINGS_MODULE": "tests.drills.moved", "DRILL_CLOCK": str(clock)}
        methods = "cash_on_delivery,upi_on_delivery,stripe"
        shop.settings = STRIPE | {"STRIPE_API_BASE": wire.base, "PAYMENT_METHODS": methods}
        moved.set_clock(at)
        try:
            shop.make(with_backup=with_backup)
            yield moved
        finally:
            shop.remove()


def tomorrow(hour: int) -> datetime:
    """Five past this hour of tomorrow, in the shop."""
    return (datetime.now(INDIA) + timedelta(days=1)).replace(hour=hour, minute=5, second=0, microsecond=0)


def live(moved: MovedShop, *, since: datetime, hours: int, tell: Callable[[str], object] = print) -> Month:
    """Live through so many hours, the first of them after `since`; what was said in them."""
    month, shop, began = Month(), moved.shop, time.monotonic()
    last = shop.call(living.begin)
    for number in range(1, hours + 1):
        half_past = since.replace(minute=30, second=5) + timedelta(hours=number)
        moved.move(to=half_past)
        if half_past.hour in OPEN:
            month.pages += _read(shop)
        month.answered.update(shop.call(living.live, hour=half_past.hour))
        moved.move(to=half_past + timedelta(seconds=60))
        shop.get("/api/health")  # as the one who watches from outside does each minute
        month.jobs += shop.call(living.work)
        moved.move(to=half_past + timedelta(seconds=100))
        month.jobs += shop.call(living.work)
        last = _look(month, shop.call(living.said, after=last))
        if half_past.hour == MORNING:
            month.alarms += _daily_round(shop)
        if number % 24 == 0:
            said = f"{month.runs} answers, {month.jobs} jobs, {len(month.alarms)} false alarms"
            tell(f"  day {number // 24:>2}: {said}, {int(time.monotonic() - began)} s")
    month.left = shop.call(living.told)
    return month


def _read(shop: DrillShop) -> int:
    """Shoppers look around; how many pages they were shown."""
    said = {page: shop.get(page).status for page in PAGES}
    assert set(said.values()) == {200}, said
    return len(said)


def _look(month: Month, said: dict[str, Any]) -> int:
    """Count what was said; the last run."""
    month.runs += said["runs"]
    month.asked.update(said["asks"])
    for key, line in said["bad"]:
        if key in NOT_OF_THE_SHOP:
            month.not_of_the_shop[key] += 1
        else:
            month.alarms.append(line)
            print(f"    {line}", flush=True)
    month.alarms += said["late"]
    last: int = said["last"]
    return last


def _daily_round(shop: DrillShop) -> list[str]:
    """What Esha's daily round shows her to act on or to watch."""
    shop.session = shop.call(inside.sign_in, email=ESHA)
    page = shop.get("/staff/console/")
    assert page.status == 200, page.text[:500]
    shown = re.findall(r'<article class="panel round-item round-item--(?:act|watch)">.*?</h\d>', page.text, re.DOTALL)
    return [f"the daily round shows {WORDS.sub(' ', one)}" for one in shown if "code" not in one.lower()]


def main() -> int:
    """Live through the month and say what was said in it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--database", choices=BOTH, default="sqlite")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))  # the shop is closed in any case
    began = time.monotonic()
    since = tomorrow(6)
    with nullcontext("") if options.database == "sqlite" else cluster() as url:
        with opened(Path(tempfile.mkdtemp(prefix="kirana-month-")), at=since, database_url=url) as moved:
            opened_in = int(time.monotonic() - began)
            month = live(moved, since=since, hours=options.days * 24)
    _tell(month)
    words = f"{options.days} days on {options.database}: {len(month.alarms)} false alarms."
    print(f"{words} {int(time.monotonic() - began)} s, of which {opened_in} s to open the shop.")
    return 0 if month.is_quiet else 1


def _tell(month: Month) -> None:
    print(f"\n{month.runs} answers of checks, {month.jobs} jobs, {month.pages} pages read.")
    print(", ".join(f"{number} {name}" for name, number in month.left.items()))
    print("Asked of a person, which is no alarm, and what came of it:")
    for what, times in sorted(month.answered.items()):
        print(f"  {what} ({times} times)")
    for key, times in sorted(month.not_of_the_shop.items()):
        print(f"Not of the shop, but of the checkout: {key} ({times} answers)")
    for line in month.alarms:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
