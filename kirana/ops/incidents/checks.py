"""What the shop asks about its incidents."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.incidents import selectors, words
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.states import Severity

SILENCE = timedelta(hours=1)  # the public hears something at least so often
REVIEW_WITHIN = timedelta(days=7)
LOOK_BACK = timedelta(days=90)


def is_open(at: datetime) -> Answer:
    """Whether something is going on, whether the public still believes us, and what the last months had."""
    going_on, figures = selectors.going_on(), _figures(at)
    rows = [_row(incident) for incident in going_on]
    if not going_on:
        return Answer(Verdict.GOOD, _("No incident is open."), figures=figures)
    stale = [one for one in going_on if at - one.told_at > SILENCE or (one.eta and one.eta < at)]
    if stale:
        facts = {"number": stale[0].number}
        return Answer(
            Verdict.ACT, _("Incident I-%(number)s: what the public was told is out of date."), facts, figures, rows
        )
    bad = any(one.severity != Severity.MINOR for one in going_on)
    verdict = Verdict.ACT if bad else Verdict.WATCH
    return Answer(verdict, _("%(count)s incident(s) open."), {"count": len(going_on)}, figures, rows)


def postmortems(at: datetime) -> Answer:
    """Whether what was learned is written down, within a week."""
    waiting = selectors.awaiting_review()
    kept = selectors.every().filter(postmortems__isnull=False).distinct().count()
    figures = [Figure(_("Incidents with a post-mortem"), str(kept)), Figure(_("Waiting"), str(len(waiting)))]
    rows = [_row(incident) for incident in waiting]
    if not waiting:
        return Answer(Verdict.GOOD, _("No incident waits for its post-mortem."), figures=figures)
    late = [one for one in waiting if one.resolved_at and at - one.resolved_at > REVIEW_WITHIN]
    verdict = Verdict.ACT if late else Verdict.WATCH
    return Answer(verdict, _("%(count)s incident(s) wait for a post-mortem."), {"count": len(waiting)}, figures, rows)


def _figures(at: datetime) -> list[Figure]:
    lately = list(selectors.every().filter(began_at__gte=at - LOOK_BACK))
    last = selectors.every().first()
    spans = [one.time_to_resolve for one in lately if one.time_to_resolve]
    longest = words.how_long(max(spans)) if spans else "–"
    return [
        Figure(_("Incidents in 90 days"), str(len(lately))),
        Figure(_("Longest"), longest),
        Figure(_("Last"), f"{last}, {words.moment(last.began_at)}" if last else str(_("none yet"))),
    ]


def _row(incident: Incident) -> tuple[str, ...]:
    return (str(incident), str(incident.get_state_display()), words.moment(incident.began_at))


CHECKS = (
    Check("incident.open", _("Open incidents"), 1, "incident", is_open),
    Check("incident.postmortems", _("Post-mortems"), 60, "incident", postmortems),
)
