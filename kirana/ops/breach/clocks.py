"""The two clocks of a breach: CERT-In within six hours (directions of 28 April 2022, section 70B of the IT Act), the
Data Protection Board and the people affected within 72 hours (rule 7 of the DPDP Rules, 2025). Both begin when the
breach is known, which is when the incident was declared.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kirana.ops.breach.models import BreachNotice, NoticeKind
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.states import Kind

WITHIN = {
    NoticeKind.CERT_IN: timedelta(hours=6),
    NoticeKind.BOARD: timedelta(hours=72),
    NoticeKind.PEOPLE: timedelta(hours=72),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Who is to be told until when, and when they were."""

    kind: NoticeKind
    due_at: datetime
    sent_at: datetime | None

    def left(self, at: datetime) -> timedelta:
        """What is left; less than nothing when it is over."""
        return self.due_at - at

    def is_over(self, at: datetime) -> bool:
        """Whether it ran out before anyone was told."""
        return (self.sent_at or at) > self.due_at


def of(incident: Incident) -> list[Clock]:
    """The clocks of a breach, the shortest first."""
    sent: dict[str, datetime] = {}
    for notice in BreachNotice.objects.filter(incident=incident, sent_at__isnull=False).order_by("-sent_at"):
        sent[notice.kind] = notice.sent_at or incident.declared_at
    return [Clock(kind, incident.declared_at + span, sent.get(kind)) for kind, span in WITHIN.items()]


def running(at: datetime) -> list[tuple[Incident, Clock]]:
    """Every clock that nobody has stopped yet, the most urgent first."""
    breaches = Incident.objects.filter(kind=Kind.BREACH)
    found = [(incident, clock) for incident in breaches for clock in of(incident) if clock.sent_at is None]
    return sorted(found, key=lambda pair: pair[1].due_at)
