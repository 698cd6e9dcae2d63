"""How the shop did: requests, response times, errors, machine and database, as charts and page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.charts import Chart, draw
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops import database
from kirana.ops.measure import history
from kirana.ops.measure.figures import Tally
from kirana.ops.measure.history import Point
from kirana.ui.staff import staff

PER_PAGE = 40
KIB, TENTHS = 1024, 10


@dataclass(frozen=True, slots=True)
class Range:
    """A time that can be looked at."""

    key: str
    label: str | Promise
    read: Callable[[datetime], list[Point]]


RANGES = (
    Range("hour", _("1 hour"), lambda at: history.steps(at=at, back=history.HOUR, step=timedelta(minutes=1))),
    Range("day", _("24 hours"), lambda at: history.hours(at=at, back=history.DAY)),
    Range("month", _("30 days"), lambda at: history.days(at=at, back=history.MONTH)),
)


@staff(Permission.SEE_CONSOLE)
def figures(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The charts of an hour, a day or a month, and every page's times in it."""
    chosen = next((one for one in RANGES if one.key == request.GET.get("range")), RANGES[0])
    points = chosen.read(clock.now())
    pages = history.whole(points).requests
    ranked = sorted(pages.items(), key=lambda item: (-item[1].percentile_ms(95), item[0]))
    facts = {
        "ranges": RANGES,
        "chosen": chosen,
        "charts": list(_charts(points)),
        "page": Paginator([_row(name, tally) for name, tally in ranked], PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, place, "console/figures.html", facts)


@dataclass(frozen=True, slots=True)
class Row:
    """A page of the shop, with its times in ms."""

    name: str
    count: int
    p50: int
    p95: int
    p99: int
    worst: int
    broke: int

    @property
    def is_slow(self) -> bool:
        """Whether it is slower than it may be."""
        return self.p95 > settings.ALERT_LATENCY_MS


def _row(name: str, tally: Tally) -> Row:
    p50, p95, p99 = (tally.percentile_ms(percent) for percent in (50, 95, 99))
    return Row(name, tally.count, p50, p95, p99, tally.worst_us // 1000, tally.errors)


def _charts(points: list[Point]) -> list[Chart]:
    every = [(point.at, point.figures.all_requests() if point.figures.gauges else None) for point in points]
    limit_kib = database.limit_bytes() // KIB or None
    return [
        draw("requests", _("Requests"), [(at, one.count if one else None) for at, one in every], say=_number),
        draw(
            "times",
            _("95 of 100 answers took at most"),
            [(at, one.percentile_ms(95) if one and one.count else None) for at, one in every],
            say=_milliseconds,
            limit=settings.ALERT_LATENCY_MS,
        ),
        draw(
            "errors",
            _("Answers that broke"),
            [(at, one.errors if one else None) for at, one in every],
            say=_number,
        ),
        draw(
            "cpu",
            _("Processor"),
            _level(points, "host.cpu_permille"),
            say=_percent,
            limit=settings.ALERT_CPU_PERCENT * TENTHS,
        ),
        draw(
            "memory",
            _("Memory"),
            _level(points, "host.memory_permille"),
            say=_percent,
            limit=settings.ALERT_MEMORY_PERCENT * TENTHS,
        ),
        draw("database", _("Size of the database"), _level(points, "database.size_kib"), say=_size, limit=limit_kib),
    ]


def _level(points: list[Point], name: str) -> list[tuple[datetime, int | None]]:
    return [(point.at, point.gauge(name)) for point in points]


def _number(value: int) -> str:
    return f"{value:,}"


def _milliseconds(value: int) -> str:
    return f"{value:,} ms"


def _percent(permille: int) -> str:
    return f"{permille // TENTHS} %"


def _size(kib: int) -> str:
    return f"{kib * TENTHS // KIB // TENTHS:,} MB" if kib >= TENTHS * KIB else f"{kib:,} KB"


PAGE = Page(_("Figures"), "console_figures", Permission.SEE_CONSOLE, position=20, icon="clock")
urlpatterns = [path("figures/", figures, name="console_figures")]
