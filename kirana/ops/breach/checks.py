"""What the shop asks about its breaches."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.ops.breach import clocks
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.states import Kind
from kirana.ops.incidents.words import how_long, moment


def running(at: datetime) -> Answer:
    """Whether someone still has to be told, and how long there is."""
    waiting = clocks.running(at)
    known = Incident.objects.filter(kind=Kind.BREACH).count()
    figures = [Figure(_("Breaches ever declared"), str(known)), Figure(_("Clocks running"), str(len(waiting)))]
    if not waiting:
        return Answer(
            Verdict.GOOD, _("No clock is running: nobody is waiting to be told of a breach."), figures=figures
        )
    rows = [(str(incident), str(clock.kind.label), moment(clock.due_at)) for incident, clock in waiting]
    _incident, first = waiting[0]
    facts = {"whom": str(first.kind.label), "left": how_long(abs(first.left(at)))}
    if first.is_over(at):
        return Answer(Verdict.ACT, _("%(whom)s should have been told %(left)s ago."), facts, figures, rows)
    return Answer(Verdict.ACT, _("%(whom)s must be told within %(left)s."), facts, figures, rows)


CHECKS = (Check("breach.clocks", _("Clocks of a breach"), 1, "breach", running),)
