"""What the public may know of incidents: for the banner, for the status page, and in a file for when nothing answers.

The file is `incidents.json` in `KIRANA_DATA`, written after each change; a status page can be drawn from it alone.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q

from kirana.ops.briefly import Briefly
from kirana.ops.incidents.models import EntryKind, Incident, IncidentEntry
from kirana.ops.incidents.states import IncidentState

HISTORY = timedelta(days=90)
FILE = "incidents.json"


@dataclass(frozen=True, slots=True)
class Told:
    """Something the public was told, when, and until when it may take."""

    at: datetime
    messages: dict[str, str]  # by language
    eta: datetime | None


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident as a status page shows it; names, notes and checks stay inside."""

    number: int
    kind: str
    severity: str
    state: str
    is_going_on: bool
    began_at: datetime
    resolved_at: datetime | None
    eta: datetime | None
    messages: dict[str, str]
    updates: list[Told]


def shown(*, since: datetime | None = None) -> list[PublicIncident]:
    """Those that the public was told of, going on or begun since then, the newest first."""
    told = Incident.objects.exclude(message="", message_hi="")
    wanted = Q(state__in=IncidentState.going_on())
    if since is not None:
        wanted |= Q(began_at__gte=since)
    updates = Prefetch("entries", IncidentEntry.objects.filter(kind=EntryKind.UPDATE), to_attr="told")
    return [_public(incident) for incident in told.filter(wanted).prefetch_related(updates)]


kept = Briefly(shown)


def going_on() -> list[PublicIncident]:
    """Those that are going on, at most a second old: every page of the shop says them."""
    return [incident for incident in kept.value() if incident.is_going_on]


def write() -> None:
    """Write what is going on to the file, whole or not at all; the banner reads anew."""
    kept.forget()
    path = settings.DATA.joinpath(FILE)
    fresh = path.with_suffix(".new")
    text = json.dumps({"incidents": [asdict(one) for one in shown()]}, default=_plain, ensure_ascii=False, indent=1)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _public(incident: Incident) -> PublicIncident:
    entries: list[IncidentEntry] = getattr(incident, "told", [])
    return PublicIncident(
        number=incident.number,
        kind=incident.kind,
        severity=incident.severity,
        state=incident.state,
        is_going_on=incident.is_going_on,
        began_at=incident.began_at,
        resolved_at=incident.resolved_at,
        eta=incident.eta,
        messages={"en": incident.message, "hi": incident.message_hi or incident.message},
        updates=[_told(entry.at, entry.facts) for entry in entries],
    )


def _told(at: datetime, facts: dict[str, Any]) -> Told:
    eta = datetime.fromisoformat(facts["eta"]) if facts["eta"] else None
    return Told(at, {"en": facts["en"], "hi": facts["hi"] or facts["en"]}, eta)


def _plain(value: Any) -> str:
    return str(value.isoformat())
