"""The verbs of an incident; the only code that writes its tables.

Whatever happens while one is going on adds itself to its timeline: verdicts that change, switches that are turned. At
each change what the public may know is written to a file, so that the status page can say it when the database is down.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks, numbers
from kirana.core.actors import Actor, system
from kirana.core.errors import ShopError
from kirana.ops.incidents import public
from kirana.ops.incidents.models import GENESIS, EntryKind, Incident, IncidentEntry, Postmortem
from kirana.ops.incidents.states import INCIDENTS, IncidentState, Kind, Severity
from kirana.ops.incidents.steps import plan
from kirana.ops.running import VerdictChanged
from kirana.ops.switches import SwitchTurned

TIMELINE = system("timeline")


class PostmortemIsMissing(ShopError):
    code = "postmortem_is_missing"
    sentence = _("Keep the post-mortem first: an incident is reviewed when what was learned is written down.")


class NothingWritten(ShopError):
    code = "nothing_written"
    status = 422
    sentence = _("Write something.")


@dataclass(frozen=True, slots=True)
class Said:
    """What the public is told, by language, and until when it may take, where someone knows."""

    messages: dict[str, str]
    eta: datetime | None = None


NOTHING_SAID = Said({})


def declare(
    *,
    kind: Kind,
    severity: Severity,
    title: str,
    message: Said = NOTHING_SAID,
    began_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Incident:
    """Say that something is wrong, and to the public what is in `message`, if anything."""
    if not title.strip():
        raise NothingWritten()
    with locks.transaction():
        incident = Incident.objects.create(
            number=numbers.next_in(series="incidents"),
            kind=kind,
            severity=severity,
            title=title.strip(),
            message=message.messages.get("en", ""),
            message_hi=message.messages.get("hi", ""),
            eta=message.eta,
            began_at=min(began_at or at, at),
            declared_at=at,
            declared_by=str(by),
            told_at=at,
        )
        INCIDENTS.begin(incident, by=by, at=at)
        _add(incident, EntryKind.DECLARED, by, at, title=title, severity=severity)
        _log(incident, "declare", by, at, kind=kind, severity=severity)
    return incident


def move(*, incident: Incident, name: str, by: Actor, at: datetime, why: str = "") -> None:
    """Take it through a move of its table. Raises `PostmortemIsMissing` when it is reviewed without one."""
    if name == "review" and not incident.postmortems.exists():
        raise PostmortemIsMissing()
    target = INCIDENTS[name].target
    columns: dict[str, Any] = {"resolved_at": at if target == IncidentState.RESOLVED else None}
    if target == IncidentState.REVIEWED:
        columns = {}
    with locks.transaction():
        INCIDENTS.move(incident, name, by=by, at=at, why=why, **columns)
        _acknowledge(incident, at)
        _add(incident, EntryKind.STATE, by, at, state=incident.state, why=why)
        _log(incident, name, by, at, why=why)


def tell(*, incident: Incident, message: dict[str, str], eta: datetime | None, by: Actor, at: datetime) -> None:
    """Tell the public something new, by language, and until when it may take; an empty message takes it back."""
    changes = {"message": message.get("en", ""), "message_hi": message.get("hi", ""), "eta": eta, "told_at": at}
    with locks.transaction():
        _set(incident, changes)
        _acknowledge(incident, at)
        shown = eta.isoformat() if eta else ""
        _add(incident, EntryKind.UPDATE, by, at, en=incident.message, hi=incident.message_hi, eta=shown)
        _log(incident, "tell", by, at, message=incident.message, eta=shown)


def note(*, incident: Incident, text: str, by: Actor, at: datetime) -> None:
    """Write something down that only those who work on it see."""
    if not text.strip():
        raise NothingWritten()
    with locks.transaction():
        _acknowledge(incident, at)
        _add(incident, EntryKind.NOTE, by, at, text=text.strip())


def tick(*, incident: Incident, step: str, by: Actor, at: datetime) -> None:
    """A step of the checklist is done; once is enough."""
    if step not in {one.key for one in plan(incident.kind).steps}:
        raise NothingWritten()
    with locks.transaction():
        done = incident.entries.filter(kind=EntryKind.STEP, facts__step=step)
        if not done.exists():
            _acknowledge(incident, at)
            _add(incident, EntryKind.STEP, by, at, step=step)


def act(*, incident: Incident, what: str, by: Actor, at: datetime) -> None:
    """Something was done about it by a button: sessions revoked, evidence taken away."""
    with locks.transaction():
        _acknowledge(incident, at)
        _add(incident, EntryKind.ACTION, by, at, text=what)


def keep_postmortem(*, incident: Incident, text: str, by: Actor, at: datetime) -> None:
    """Keep what was learned; earlier texts stay."""
    if not text.strip():
        raise NothingWritten()
    with locks.transaction():
        Postmortem.objects.create(incident=incident, text=text.strip(), by=str(by), at=at)
        _add(incident, EntryKind.NOTE, by, at, postmortem=True)
        _log(incident, "postmortem", by, at)


def note_verdict(changed: VerdictChanged) -> None:
    """A check answers otherwise than it did: it stands in the timeline of everything that is going on."""
    facts = {"key": changed.key, "was": str(changed.was or ""), "now": str(changed.now)}
    for incident in Incident.objects.filter(state__in=IncidentState.going_on()):
        _add(incident, EntryKind.CHECK, TIMELINE, changed.at, **facts)


def note_switch(turned: SwitchTurned) -> None:
    """A switch was turned: likewise."""
    facts = {"switch": str(turned.switch), "of": turned.detail, "is_on": turned.is_on, "why": turned.why}
    for incident in Incident.objects.filter(state__in=IncidentState.going_on()):
        _add(incident, EntryKind.SWITCH, Actor.parse(turned.by), turned.at, **facts)


def _acknowledge(incident: Incident, at: datetime) -> None:
    if incident.acknowledged_at is None:
        _set(incident, {"acknowledged_at": at})


def _set(incident: Incident, columns: dict[str, Any]) -> None:
    Incident.objects.filter(pk=incident.pk).update(**columns)
    for column, value in columns.items():
        setattr(incident, column, value)


def _add(incident: Incident, kind: EntryKind, by: Actor, at: datetime, /, **facts: Any) -> None:
    """Append to the timeline, in order."""
    with locks.transaction():
        locks.locked(Incident.objects.filter(pk=incident.pk)).get()
        last = incident.entries.order_by("-position").first()
        entry = IncidentEntry(incident=incident, position=last.position + 1 if last else 1, at=at, by=str(by))
        entry.kind, entry.facts = kind, facts
        entry.hash = entry.expected_hash(last.hash if last else GENESIS)
        entry.save(force_insert=True)
        public.kept.forget()
        transaction.on_commit(public.write)


def _log(incident: Incident, verb: str, by: Actor, at: datetime, **detail: Any) -> None:
    audit.record(action=f"incident.{verb}", subject=f"incident:{incident.number}", by=by, at=at, **detail)
