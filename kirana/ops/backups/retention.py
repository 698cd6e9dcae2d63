"""Which backups stay: grandfather, father, son.

Of each of the last days, weeks and months that have a backup, the newest one of that day, week or month, and every one
of the last two days. The newest of all always stays, however old it is.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kirana.core.clock import shop_date


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months are kept."""

    daily: int
    weekly: int
    monthly: int


ALL_OF = timedelta(days=2)
PERIODS: dict[str, Callable[[date], Hashable]] = {
    "daily": lambda day: day,
    "weekly": lambda day: day.isocalendar()[:2],
    "monthly": lambda day: (day.year, day.month),
}


def to_keep(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those of these moments whose backups stay."""
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if newest_first[0] - moment < ALL_OF}
    for name, period in PERIODS.items():
        newest: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(shop_date(moment)), moment)
        kept |= set(list(newest.values())[: getattr(keep, name)])
    return kept
