"""Who came by in the demo's month, what they looked at and searched for, what they miss, and what comes of it."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

from kirana.accounts import selectors as accounts
from kirana.accounts.roles import Role
from kirana.analytics import services as analytics
from kirana.analytics.collector import collector
from kirana.analytics.models import Stage
from kirana.catalog.models import Listing
from kirana.core import clock
from kirana.core.actors import Actor
from kirana.demo.month import DAYS
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order
from kirana.stores.models import Store
from kirana.support import planning
from kirana.support.models import PlanItem

MISSED = ("kathal", "quinoa", "oat milk", "dog food", "gas lighter", "कटहल")
OFTEN = (7, 5, 4, 2, 1, 1)
WISHES = (
    ("Jackfruit, cut and cleaned", 12),
    ("jackfruit, cut and cleaned", 8),
    ("Delivery after nine in the evening", 6),
    ("Oat milk", 3),
    ("Jackfruit, cut and cleaned", 1),
)
WINDOW_SHOPPED = 3  # dear things that many look at and nobody buys


def come(*, store: Store, until: datetime) -> None:
    """Thirty days of visitors, up to and with the day of `until`; what they did is written down as on any other day."""
    dice = random.Random(39)
    slugs, weights = _looks(store)
    placed = Order.objects.filter(store=store).values_list("placed_at", flat=True)
    ordered = Counter(clock.shop_date(at) for at in placed if at)
    for ago in range(DAYS - 1, -1, -1):
        at = until - timedelta(days=ago)
        on = clock.shop_date(at)
        _a_day(on, ordered[on], dice)
        for slug in dice.choices(slugs, weights, k=dice.randint(60, 90)):
            collector.count(on=on, kind="seen", subject=slug)
        for words in dice.choices((*MISSED, ""), (*OFTEN, 60), k=dice.randint(8, 20)):
            collector.count(on=on, kind="searched", subject="")
            if words:
                collector.count(on=on, kind="not_found", subject=words)
        analytics.write_down(at=at)
    analytics.roll_up(at=until)


def wish(*, store: Store, at: datetime) -> None:
    """Customers say what they miss, and the maintainer makes a plan of it."""
    for text, ago in WISHES:
        planning.miss(store=store, text=text, at=at - timedelta(days=ago, hours=2))
    by = next(one for one in accounts.staff(store_id=store.pk) if one.role == Role.MAINTAINER).as_actor()
    looked = at - timedelta(hours=20)
    _plan(store, "Sell jackfruit, cut and cleaned", "feature", "wish:jackfruit, cut and cleaned", (3, 1), by, looked)
    late = _plan(store, "Milk arrives after seven", "defect", "ticket:late", (3, 2), by, looked)
    planning.decide(item=late, move="plan", by=by, at=looked)
    planning.review(store=store, by=by, at=looked)


def _looks(store: Store) -> tuple[list[str], list[int]]:
    """What is looked at, and how often beside the rest: what sells, and a few dear things that do not."""
    sold = order_rows.sold_counts(store_id=store.pk)
    shelf = list(Listing.objects.filter(store=store, is_active=True).select_related("product"))
    dear = sorted((one for one in shelf if not sold.get(one.pk)), key=lambda one: (-one.price_paise, one.pk))
    admired = {one.pk for one in dear[:WINDOW_SHOPPED]}
    return (
        [one.product.slug for one in shelf],
        [60 if one.pk in admired else min(sold.get(one.pk, 0), 20) + 1 for one in shelf],
    )


def _a_day(on: date, orders: int, dice: random.Random) -> None:
    """The visitors of a day, each as far as they came; as many order as orders were placed."""
    opened = orders + dice.randint(0, 2)
    filled = opened + dice.randint(2, 6)
    looked = filled + dice.randint(8, 16)
    came = looked + dice.randint(10, 20)
    for stage, many in zip(Stage, (came, looked, filled, opened, orders), strict=True):
        for visitor in range(many):
            collector.came(on=on, who=f"visitor {visitor}", stage=stage)


def _plan(
    store: Store, title: str, kind: str, topic: str, weight: tuple[int, int], by: Actor, at: datetime
) -> PlanItem:
    item = planning.write_down(store=store, title=title, kind=kind, topic=topic, by=by, at=at)
    reach, effort = weight
    planning.weigh(item=item, reach=reach, effort=effort, by=by, at=at)
    return item
