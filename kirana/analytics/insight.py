"""What the page of insight shows: sales day by day, the way from looking to buying, what sells, what could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import get_language

from kirana.analytics import selectors
from kirana.analytics.checks import KINDS
from kirana.analytics.models import Stage
from kirana.core import clock
from kirana.orders.models import Order
from kirana.orders.states import OrderState

DAYS = 30
WIDTH, HEIGHT, BAR = 720, 160, 24  # of the chart, in its own units


@dataclass(frozen=True, slots=True)
class Day:
    """What was ordered on a day."""

    on: date
    orders: int
    paise: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: where its bar stands and how high it is."""

    day: Day
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Regulars:
    """Who ordered by phone number: once, more than once, and before but not in the last month."""

    once: int
    repeat: int
    lapsed: int


def sales(*, store_id: int, at: datetime) -> list[Day]:
    """Orders placed on each of the last thirty days, without those called off."""
    today = clock.shop_date(at)
    placed = Order.objects.filter(store_id=store_id, placed_at__gte=at - timedelta(days=DAYS))
    by_day = placed.exclude(state=OrderState.CANCELLED).order_by()
    zone = timezone.get_default_timezone()
    counted = by_day.annotate(on=TruncDate("placed_at", tzinfo=zone)).values_list("on")
    rows = {on: (n, paise) for on, n, paise in counted.annotate(n=Count("pk"), paise=Sum("total_paise"))}
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    return [Day(on, *rows.get(on, (0, 0))) for on in days]


def bars(days: Sequence[Day]) -> list[Bar]:
    """The chart of the days."""
    most = max((day.paise for day in days), default=0) or 1
    heights = [day.paise * HEIGHT // most for day in days]
    return [
        Bar(day, place * BAR, HEIGHT - height, height)
        for place, (day, height) in enumerate(zip(days, heights, strict=True))
    ]


def regulars(*, store_id: int, at: datetime) -> Regulars:
    """Who comes again, and who no longer does."""
    placed = Order.objects.filter(store_id=store_id, placed_at__isnull=False).exclude(state=OrderState.CANCELLED)
    often = dict(placed.order_by().values_list("phone").annotate(n=Count("pk")))
    lately = set(placed.filter(placed_at__gte=at - timedelta(days=DAYS)).values_list("phone", flat=True))
    once = sum(often[phone] == 1 for phone in lately)
    return Regulars(once=once, repeat=len(lately) - once, lapsed=len(often) - len(lately))


def tables(*, store_id: int, at: datetime) -> dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Every table of the page as a file has it: its columns and its rows. Money in paise."""
    today, since = clock.shop_date(at), at - selectors.MONTH
    came = selectors.funnel(since=today - timedelta(days=DAYS - 1), until=today)
    top = selectors.sold(store_id=store_id, since=since)
    days, language = sales(store_id=store_id, at=at), get_language() or "en"
    return {
        "sales": (("day", "orders", "paise"), [(one.on.isoformat(), str(one.orders), str(one.paise)) for one in days]),
        "funnel": (("stage", "visitors"), [(str(stage.label), str(came[stage])) for stage in Stage]),
        "popular": (
            ("product", "shelf", "orders", "paise"),
            [(one.name_in(language), one.shelf_in(language), str(one.orders), str(one.paise)) for one in top],
        ),
        "searches": (
            ("words", "times"),
            [(words, str(times)) for words, times in selectors.not_found(since=since.date(), limit=100)],
        ),
        "chances": (
            ("kind", "what", "figure"),
            [
                (str(KINDS[one.kind]), one.what_in(language), str(one.figure))
                for one in selectors.chances(store_id=store_id, at=at)
            ],
        ),
    }
