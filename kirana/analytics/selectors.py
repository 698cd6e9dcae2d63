"""Questions about what was counted, and about what was sold."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from kirana.analytics.models import DayCount, Stage, Trace
from kirana.catalog.models import Listing
from kirana.inventory import selectors as stock
from kirana.orders.models import OrderLine
from kirana.orders.states import OrderState

MONTH = timedelta(days=30)
MUCH_STOCK = 10
MANY_LOOKS = 20
TOP = 20


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of a listing: in how many orders, for how much. The names of other languages by their codes."""

    listing_id: int
    name: str
    names: dict[str, str]
    shelf: str
    shelf_names: dict[str, str]
    orders: int
    paise: int

    def name_in(self, language: str) -> str:
        """What it is called in a language."""
        return self.names.get(language) or self.name

    def shelf_in(self, language: str) -> str:
        """What its shelf is called in a language."""
        return self.shelf_names.get(language) or self.shelf


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that could be done better: which kind, what, and the figure that says so."""

    kind: str
    what: str
    figure: int
    names: dict[str, str] = field(default_factory=dict)

    def what_in(self, language: str) -> str:
        """What it is called in a language; what somebody searched for stays as it was written."""
        return self.names.get(language) or self.what


def funnel(*, since: date, until: date) -> dict[str, int]:
    """Visitors by stage, both days included; the days that are not rolled up yet counted from their traces."""
    counted = DayCount.objects.filter(on__gte=since, on__lte=until, kind__in=Stage.values)
    totals = dict(counted.order_by().values_list("kind").annotate(n=Sum("times")))
    fresh = Trace.objects.filter(on__gte=since, on__lte=until).order_by()
    for stage, times in fresh.values_list("stage").annotate(n=Count("pk")):
        totals[stage] = totals.get(stage, 0) + times
    return {stage: totals.get(stage, 0) for stage in Stage.values}


def _lines(store_id: int, since: datetime) -> "QuerySet[OrderLine]":
    placed = OrderLine.objects.filter(order__store_id=store_id, order__placed_at__gte=since)
    return placed.exclude(order__state=OrderState.CANCELLED).order_by()


def sold(*, store_id: int, since: datetime, limit: int = TOP) -> list[Sold]:
    """What was sold since then, in the most orders first."""
    rows = _lines(store_id, since).values_list(
        "listing_id", "name", "listing__product__names", "listing__category__name", "listing__category__names"
    )
    often = rows.annotate(n=Count("pk"), paise=Sum("total_paise")).order_by("-n", "-paise", "listing_id")
    return [Sold(*row) for row in often[:limit]]


def not_found(*, since: date, limit: int = TOP) -> list[tuple[str, int]]:
    """The searches that found nothing, the most often first."""
    rows = DayCount.objects.filter(kind="not_found", on__gte=since).exclude(subject="").order_by()
    return list(rows.values_list("subject").annotate(n=Sum("times")).order_by("-n", "subject")[:limit])


def chances(*, store_id: int, at: datetime) -> list[Chance]:
    """The prepared list: sold out though popular, looked at and not bought, missed, and standing too long."""
    since = at - MONTH
    popular = sold(store_id=store_id, since=since)
    left = stock.available(listing_ids=[one.listing_id for one in popular])
    gone = [Chance("sold_out", one.name, one.orders, one.names) for one in popular if left.get(one.listing_id, 0) <= 0]
    missed = [Chance("not_found", text, times) for text, times in not_found(since=since.date(), limit=10)]
    bought = set(_lines(store_id, since).values_list("listing_id", flat=True))
    return [*gone, *missed, *_looked_at(store_id, since, bought), *_standing(store_id, since, bought)]


def _looked_at(store_id: int, since: datetime, bought: set[int]) -> list[Chance]:
    seen = DayCount.objects.filter(kind="seen", on__gte=since.date()).exclude(subject="").order_by()
    often = dict(seen.values_list("subject").annotate(n=Sum("times")).filter(n__gte=MANY_LOOKS))
    rows = Listing.objects.filter(store_id=store_id, is_active=True, product__slug__in=often).exclude(pk__in=bought)
    found = [
        Chance("looked_at", name, often[slug], names)
        for slug, name, names in rows.values_list("product__slug", "product__name", "product__names")
    ]
    return sorted(found, key=lambda one: -one.figure)[:10]


def _standing(store_id: int, since: datetime, bought: set[int]) -> list[Chance]:
    rows = Listing.objects.filter(store_id=store_id, is_active=True, product__is_loose=False, listed_at__lt=since)
    rows = rows.exclude(pk__in=bought).filter(stock__on_hand__gte=MUCH_STOCK).order_by("-stock__on_hand", "pk")
    found = rows.values_list("product__name", "stock__on_hand", "product__names")[:10]
    return [Chance("standing", *row) for row in found]
