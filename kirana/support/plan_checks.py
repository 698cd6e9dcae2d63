"""The monthly questions about what people ask for: was it looked at, did it become a plan, has the plan an order?"""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.stores.models import Store
from kirana.support import asks
from kirana.support.asks import Ask
from kirana.support.models import FeedbackReview, PlanItem, PlanKind
from kirana.support.planning import LOOKS_BACK
from kirana.support.states import PlanState

OFTEN = 3  # asked for so often in a month, it wants a decision
SCREENFUL = 20


def _asked(at: datetime) -> list[Ask]:
    return [one for store in Store.objects.all() for one in asks.counted(store_id=store.pk, since=at - LOOKS_BACK)]


def _rows(found: list[Ask]) -> list[tuple[str, ...]]:
    return [(str(one.source), one.text, str(one.times), str(one.item or "–")) for one in found[:SCREENFUL]]


def review(at: datetime) -> Answer:
    """Whether a person has looked at what people ask for within a month; the counted list is the evidence."""
    found, last = _asked(at), FeedbackReview.objects.order_by("-at").first()
    figures = [
        Figure(_("Things asked for in a month"), str(len(found)), reverse("staff_plan")),
        Figure(_("How often, together"), str(sum(one.times for one in found))),
        Figure(_("Last looked at"), last.at.date().isoformat() if last else "–"),
    ]
    if last is None or at - last.at > LOOKS_BACK:
        sentence = _("Customers asked for %(count)s things. Please look at the list and say what becomes of them.")
        return Answer(Verdict.ASK, sentence, {"count": len(found)}, figures, _rows(found))
    return Answer(Verdict.GOOD, _("What customers ask for was looked at this month."), {}, figures, _rows(found))


def plan(at: datetime) -> Answer:
    """Whether what is asked for often has become a plan, or was turned down by a person."""
    found = [one for one in _asked(at) if one.times >= OFTEN]
    open_ = [one for one in found if one.item is None]
    states = {state: PlanItem.objects.filter(state=state).count() for state in PlanState.unfinished()}
    figures = [
        Figure(_("Asked for three times or more"), str(len(found)), reverse("staff_plan")),
        Figure(_("Of those without a decision"), str(len(open_))),
        Figure(_("Planned"), str(states[PlanState.PLANNED])),
        Figure(_("Being done"), str(states[PlanState.DOING])),
    ]
    if open_:
        sentence = _("“%(what)s” was asked for %(times)s times: shall it be planned?")
        facts: dict[str, str | int] = {"what": open_[0].text, "times": open_[0].times}
        return Answer(Verdict.ASK, sentence, facts, figures, _rows(open_))
    return Answer(Verdict.GOOD, _("Whatever is asked for often has been decided about."), {}, figures)


def priorities(at: datetime) -> Answer:
    """Whether everything on the list was weighed, and no defect waits for a decision longer than a month."""
    items = PlanItem.objects.filter(state__in=PlanState.unfinished())
    unweighed = items.filter(weighed_at=None)
    defects = items.exclude(kind=PlanKind.FEATURE)
    old = defects.filter(state=PlanState.WAITING, written_at__lt=at - timedelta(days=31))
    figures = [
        Figure(_("On the list"), str(items.count()), reverse("staff_plan")),
        Figure(_("Not weighed yet"), str(unweighed.count())),
        Figure(_("Defects and things to tidy up"), str(defects.count())),
        Figure(_("Of those undecided for a month"), str(old.count())),
    ]
    first = sorted(items, key=lambda one: (-(one.priority or 0), one.pk))[:SCREENFUL]
    rows = [(one.title, str(one.get_kind_display()), str(one.priority or "–"), one.state) for one in first]
    if unweighed.exists():
        sentence = _("%(count)s things on the list have no priority: how many does each help, how much work is it?")
        return Answer(Verdict.ASK, sentence, {"count": unweighed.count()}, figures, rows)
    if old.exists():
        sentence = _("%(count)s defects have waited a month for a decision.")
        return Answer(Verdict.WATCH, sentence, {"count": old.count()}, figures, rows)
    return Answer(Verdict.GOOD, _("Everything on the list has its priority."), {}, figures, rows)


CHECKS = (
    Check("feedback.review", _("What customers ask for"), 6 * 60, "plan-the-month", review),
    Check("feedback.plan", _("Wishes become a plan"), 6 * 60, "plan-the-month", plan),
    Check("feedback.priorities", _("The plan has an order"), 6 * 60, "plan-the-month", priorities),
)
