"""Questions about incidents."""

from datetime import datetime

from django.db.models import QuerySet

from kirana.core.errors import NotFound
from kirana.ops.incidents import public as public_side
from kirana.ops.incidents.models import EntryKind, Incident, IncidentEntry, Postmortem
from kirana.ops.incidents.states import IncidentState
from kirana.ops.incidents.steps import Step, plan


def public(at: datetime) -> list[public_side.PublicIncident]:
    """What a status page shows: everything going on, and what the last 90 days had; the newest first."""
    return public_side.shown(since=at - public_side.HISTORY)


def every() -> "QuerySet[Incident]":
    """All of them, the newest first."""
    return Incident.objects.order_by("-number")


def going_on() -> list[Incident]:
    """Those that shoppers may still feel, the newest first."""
    return list(every().filter(state__in=IncidentState.going_on()))


def by_number(*, number: int) -> Incident:
    """The incident with this number; raises `NotFound`."""
    found = Incident.objects.filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def timeline(*, incident: Incident) -> list[IncidentEntry]:
    """Everything that happened, in order."""
    return list(incident.entries.order_by("position"))


def postmortem(*, incident: Incident) -> Postmortem | None:
    """What was learned, as it was kept last."""
    return incident.postmortems.order_by("-pk").first()


def checklist(*, incident: Incident) -> list[tuple[Step, IncidentEntry | None]]:
    """The steps of its kind, each with the line of the timeline that says who did it."""
    done = {entry.facts["step"]: entry for entry in incident.entries.filter(kind=EntryKind.STEP)}
    return [(step, done.get(step.key)) for step in plan(incident.kind).steps]


def awaiting_review() -> list[Incident]:
    """Those that are over and have no post-mortem yet, the oldest first."""
    over = Incident.objects.filter(state=IncidentState.RESOLVED, postmortems__isnull=True)
    return list(over.order_by("resolved_at"))
