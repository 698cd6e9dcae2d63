"""How far a breach reaches: who did what to how much, in a window, by the audit log and whatever other logs there are.

scope.register(_("Requests"), requests_between)      # a source: (since, until) -> rows of cells
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from kirana.core.audit import AuditEntry

Source = Callable[[datetime, datetime], Sequence[Sequence[str]]]
MOST_ROWS = 50

_sources: dict[str | Promise, Source] = {}


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands in the logs of a window."""

    since: datetime
    until: datetime
    entries: int
    people: list[tuple[str, int]]  # who, and how many entries
    actions: list[tuple[str, int]]
    kinds: list[tuple[str, int]]  # of what: how many different orders, products, accounts
    others: list[tuple[str | Promise, Sequence[Sequence[str]]]]


def register(label: str | Promise, source: Source) -> None:
    """Add a log to look into."""
    _sources[label] = source


def look(*, since: datetime, until: datetime, who: str = "") -> Scope:
    """What was done in the window, by everyone or by those whose line in the log begins with `who`."""
    found = AuditEntry.objects.filter(at__gte=since, at__lte=until)
    if who:
        found = found.filter(by__startswith=who)
    rows = list(found.values_list("by", "action", "subject"))
    different = {subject for _by, _action, subject in rows}
    return Scope(
        since=since,
        until=until,
        entries=len(rows),
        people=Counter(by for by, _action, _subject in rows).most_common(MOST_ROWS),
        actions=Counter(action for _by, action, _subject in rows).most_common(MOST_ROWS),
        kinds=Counter(subject.split(":")[0] for subject in different).most_common(MOST_ROWS),
        others=[(label, source(since, until)[:MOST_ROWS]) for label, source in _sources.items()],
    )
