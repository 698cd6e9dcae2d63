"""What the shop asks about its customers' requests: whether each is answered and settled in time."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.support.models import ANSWER_WITHIN, RESOLVE_WITHIN, Ticket
from kirana.support.selectors import late
from kirana.support.states import TicketState

WARN_OF_ANSWER = timedelta(hours=24)
WARN_OF_END = timedelta(days=5)
MONTH = timedelta(days=30)
SCREENFUL = 20


def open_tickets(at: datetime) -> Answer:
    """Whether anyone waits longer than the law and the shop promise: 48 hours for an answer, a month for the end."""
    waiting = Ticket.objects.filter(state__in=TicketState.unsettled()).order_by("opened_at")
    overdue = list(late(waiting, at=at)[:SCREENFUL])
    near = waiting.filter(
        Q(answered_at=None, opened_at__lt=at - ANSWER_WITHIN + WARN_OF_ANSWER)
        | Q(opened_at__lt=at - RESOLVE_WITHIN + WARN_OF_END)
    )
    oldest = waiting.filter(answered_at=None).first()
    figures = [
        Figure(_("Not settled"), str(waiting.count()), reverse("staff_support")),
        Figure(_("Without an answer"), str(waiting.filter(answered_at=None).count())),
        Figure(_("The oldest of those"), oldest.opened_at.isoformat(timespec="minutes") if oldest else "–"),
        Figure(_("Late"), str(late(waiting, at=at).count())),
        Figure(_("Settled in a month"), str(Ticket.objects.filter(resolved_at__gte=at - MONTH).count())),
    ]
    rows = [_row(one) for one in overdue or near[:SCREENFUL]]
    if overdue:
        sentence = _("Requests not answered in 48 hours or not settled in a month: %(count)s.")
        return Answer(Verdict.ACT, sentence, {"count": late(waiting, at=at).count()}, figures, rows)
    if rows:
        sentence = _("Requests that will be late soon: %(count)s.")
        return Answer(Verdict.WATCH, sentence, {"count": near.count()}, figures, rows)
    return Answer(Verdict.GOOD, _("Every request is answered or still in time."), {}, figures)


def _row(ticket: Ticket) -> tuple[str, ...]:
    due = ticket.resolve_by if ticket.answered_at else ticket.answer_by
    return (ticket.number, ticket.about, ticket.state, due.isoformat(timespec="minutes"))


CHECKS = (Check("support.open", _("Customers' requests"), 15, "requests-waiting", open_tickets),)
