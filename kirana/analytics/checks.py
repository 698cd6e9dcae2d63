"""The monthly questions: do visitors buy, what sells, what could be done better?"""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.analytics import selectors
from kirana.analytics.models import Stage
from kirana.core import clock
from kirana.core.money import format_rupees
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.stores.models import Store

ENOUGH = 100  # visitors of a week; of fewer, chance alone makes the rate jump
DROP_PERCENT = 25
WEEK = timedelta(days=7)
KINDS: dict[str, str | Promise] = {
    "sold_out": _("Popular, and sold out"),
    "not_found": _("Searched and not found"),
    "looked_at": _("Looked at often, and not bought"),
    "standing": _("Much in stock, and nothing sold in a month"),
}


def conversion(at: datetime) -> Answer:
    """How many of a week's visitors ordered, against the week before; honest about few visitors."""
    until = clock.shop_date(at) - timedelta(days=1)
    now = selectors.funnel(since=until - WEEK + timedelta(days=1), until=until)
    before = selectors.funnel(since=until - 2 * WEEK + timedelta(days=1), until=until - WEEK)
    rows = [(str(stage.label), str(before[stage]), str(now[stage])) for stage in Stage]
    figures = [
        Figure(_("Visitors this week, and the week before"), f"{now[Stage.VISIT]}, {before[Stage.VISIT]}"),
        Figure(_("Who ordered"), f"{now[Stage.ORDER]}, {before[Stage.ORDER]}"),
    ]
    if min(now[Stage.VISIT], before[Stage.VISIT]) < ENOUGH:
        sentence = _("Too few visitors to compare two weeks: fewer than %(enough)s in one of them.")
        return Answer(Verdict.GOOD, sentence, {"enough": ENOUGH}, figures, rows)
    rate, rate_before = (one[Stage.ORDER] * 10_000 // one[Stage.VISIT] for one in (now, before))
    if rate * 100 < rate_before * (100 - DROP_PERCENT):
        sentence = _("Of a thousand visitors %(now)s order, a week ago it was %(before)s.")
        return Answer(Verdict.WATCH, sentence, {"now": rate // 10, "before": rate_before // 10}, figures, rows)
    return Answer(Verdict.GOOD, _("As many visitors order as the week before, or more."), {}, figures, rows)


def popular(at: datetime) -> Answer:
    """What sold most in a month, by product and by shelf."""
    since = at - selectors.MONTH
    found = [one for store in Store.objects.all() for one in selectors.sold(store_id=store.pk, since=since)]
    shelves: dict[str, int] = {}
    for one in found:
        shelves[one.shelf] = shelves.get(one.shelf, 0) + one.orders
    best = max(shelves, key=lambda name: shelves[name], default="–")
    figures = [
        Figure(_("Sold most"), found[0].name if found else "–"),
        Figure(_("The shelf that sells most"), best),
        Figure(_("Looked at"), clock.shop_date(at).isoformat()),
    ]
    rows = [(one.name, one.shelf, str(one.orders), format_rupees(one.paise)) for one in found]
    if not found:
        return Answer(Verdict.WATCH, _("Nothing was sold in a month."), {}, figures)
    return Answer(Verdict.GOOD, _("What sells most is known, by product and by shelf."), {}, figures, rows)


def opportunities(at: datetime) -> Answer:
    """What could be done better, as a prepared list."""
    found = [one for store in Store.objects.all() for one in selectors.chances(store_id=store.pk, at=at)]
    figures = [Figure(label, str(sum(one.kind == kind for one in found))) for kind, label in KINDS.items()]
    rows = [(str(KINDS[one.kind]), one.what, str(one.figure)) for one in found]
    if found:
        sentence = _("%(count)s things could sell better. Which will you do something about?")
        return Answer(Verdict.ASK, sentence, {"count": len(found)}, figures, rows)
    return Answer(
        Verdict.GOOD, _("Nothing popular is sold out, nothing is missed, nothing stands too long."), {}, figures
    )


CHECKS = (
    Check("analytics.conversion", _("From looking to buying"), 6 * 60, "what-sells", conversion),
    Check("analytics.popular", _("What sells"), 6 * 60, "what-sells", popular),
    Check("analytics.opportunities", _("What could sell better"), 6 * 60, "what-sells", opportunities),
)
