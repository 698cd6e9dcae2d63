"""What the status page says, in a file that is written each minute: it is there when the database is not.

The file holds facts and no words; the page says them in the reader's language.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from kirana.core import clock
from kirana.ops.incidents import public
from kirana.ops.uptime import record
from kirana.ops.uptime.record import DAYS, UptimeDay

FILE = "status.json"
STALE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """A part at a moment. `days` are permille of each day's known minutes, the oldest first; None: nothing known."""

    key: str
    works: bool
    days: list[int | None]
    known: int  # minutes
    good: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the page shows. `incidents` as `incidents.public` tells them."""

    at: datetime
    parts: list[Seen]
    incidents: list[dict[str, Any]]

    def is_stale(self, at: datetime) -> bool:
        """Whether nobody has looked for so long that it may be otherwise by now."""
        return at - self.at > STALE


def take(*, works: dict[str, bool], at: datetime) -> Snapshot:
    """Put it together."""
    history, today = record.history(at=at), clock.shop_date(at)
    parts = [_seen(part.key, works[part.key], history.get(part.key, {}), today) for part in record.parts()]
    told = public.shown(since=at - public.HISTORY)
    return Snapshot(at, parts, json.loads(json.dumps([asdict(one) for one in told], default=_plain)))


def write(snapshot: Snapshot) -> None:
    """Put it into the file, whole or not at all."""
    path = settings.DATA.joinpath(FILE)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(snapshot), default=_plain, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def read() -> Snapshot | None:
    """What the file says; nothing when there is none, or none that can be read."""
    try:
        found = json.loads(settings.DATA.joinpath(FILE).read_text(encoding="utf-8"))
        parts = [Seen(**one) for one in found["parts"]]
        return Snapshot(datetime.fromisoformat(found["at"]), parts, found["incidents"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _seen(key: str, works: bool, days: dict[date, UptimeDay], today: date) -> Seen:
    dates = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    kept = [days[on] for on in dates if on in days]
    permille = [days[on].permille if on in days else None for on in dates]
    return Seen(key, works, permille, sum(day.good + day.bad for day in kept), sum(day.good for day in kept))


def _plain(value: Any) -> str:
    return str(value.isoformat())
