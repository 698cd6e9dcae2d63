"""What people ask for, grouped and counted: their wishes, what their requests are about, and whatever else joins.

    asks.join("search", empty_searches)      # once, in an AppConfig: a module above that knows of more

A source is asked for a store and the moment to count from, and answers with topics and how often each was asked for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.support.models import PlanItem, Ticket, Wish
from kirana.support.states import About

Source = Callable[[int, datetime], Iterable[tuple[str, int]]]
MOST_TOPICS = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """Something people ask for: where from, what, how often, and what became of it; None: nothing yet."""

    topic: str
    source: str | Promise
    text: str
    times: int
    item: PlanItem | None


def _wishes(store_id: int, since: datetime) -> Iterable[tuple[str, int]]:
    rows = Wish.objects.filter(store_id=store_id, at__gte=since).order_by()
    return list(rows.values_list("topic").annotate(n=Count("pk")))


def _requests(store_id: int, since: datetime) -> Iterable[tuple[str, int]]:
    rows = Ticket.objects.filter(store_id=store_id, opened_at__gte=since).order_by()
    return list(rows.values_list("about").annotate(n=Count("pk")))


NAMES: dict[str, str | Promise] = {
    "wish": _("Wish"),
    "ticket": _("Requests"),
    "search": _("Searched and not found"),
}
_sources: dict[str, Source] = {"wish": _wishes, "ticket": _requests}


def join(name: str, source: Source) -> None:
    """Count these asks too; the same name again takes the place of the earlier one."""
    _sources[name] = source


def counted(*, store_id: int, since: datetime, limit: int = MOST_TOPICS) -> list[Ask]:
    """What was asked for since then, the most often first."""
    items = {one.topic: one for one in PlanItem.objects.filter(store_id=store_id).exclude(topic="")}
    found = [
        Ask(f"{name}:{topic}", NAMES.get(name, name), _text(name, topic), times, items.get(f"{name}:{topic}"))
        for name, source in _sources.items()
        for topic, times in source(store_id, since)
    ]
    return sorted(found, key=lambda ask: (-ask.times, ask.topic))[:limit]


def _text(name: str, topic: str) -> str:
    return str(About(topic).label) if name == "ticket" else topic
