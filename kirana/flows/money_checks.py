"""What the shop asks about its money again and again: does it add up, are the days closed, is what was settled ours?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.core import clock
from kirana.core.money import format_rupees
from kirana.flows import exceptions
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.payments.ledgers import days
from kirana.payments.ledgers.settlements import selectors as settlements
from kirana.stores.models import Store

PAYS_OUT = ("stripe", "razorpay")  # the gateways that send settlement files
A_WEEK = timedelta(days=7)
SCREENFUL = 25
NO_SHOP = _("There is no shop yet.")


def add_up(at: datetime) -> Answer:
    """The list of exceptions is empty."""
    found = exceptions.find(at=at)
    figures = [
        Figure(_("Exceptions"), str(len(found))),
        Figure(_("Together"), format_rupees(sum(abs(one.amount_paise) for one in found))),
    ]
    if not found:
        return Answer(Verdict.GOOD, _("Every rupee is accounted for."), {}, figures)
    rows = [(one.reference, format_rupees(one.amount_paise), one.sentence, str(one.action)) for one in found]
    old = any(at - one.since > A_WEEK for one in found)
    verdict = Verdict.ACT if old else Verdict.WATCH
    return Answer(
        verdict, _("Things that do not add up: %(number)s."), {"number": len(found)}, figures, rows[:SCREENFUL]
    )


def closed(at: datetime) -> Answer:
    """The books of yesterday are closed."""
    store = Store.objects.order_by("pk").first()
    if store is None:
        return Answer(Verdict.NOT_CONNECTED, NO_SHOP)
    last, yesterday = days.latest(store_id=store.pk), clock.shop_date(at) - timedelta(days=1)
    if last is None:
        return Answer(Verdict.ASK, _("No day has been closed yet. Close the first one under Money, Days."))
    open_days = (yesterday - last.on).days
    figures = [
        Figure(_("Last closed day"), f"{last.on:%Y-%m-%d}"),
        Figure(_("Findings kept with it"), str(len(last.findings))),
        Figure(_("Days open since"), str(max(open_days, 0))),
    ]
    if open_days > 0:
        verdict = Verdict.ACT if open_days > A_WEEK.days else Verdict.ASK
        return Answer(verdict, _("Days whose books are not closed: %(number)s."), {"number": open_days}, figures)
    return Answer(Verdict.GOOD, _("The books are closed up to yesterday."), {}, figures)


def matched(at: datetime) -> Answer:
    """What gateways paid out is known, and what they took a week ago was paid out."""
    store = Store.objects.order_by("pk").first()
    counted = settlements.counted_lines(store_id=store.pk) if store else 0
    if store is None or (not counted and not set(PAYS_OUT) & set(settings.PAYMENT_METHODS)):
        return Answer(Verdict.NOT_CONNECTED, _("No gateway that settles is offered."))
    strangers = settlements.unmatched(store_id=store.pk).count()
    waiting = settlements.not_paid_out(gateways=PAYS_OUT, before=at - A_WEEK)
    figures = [
        Figure(_("Lines in the books"), str(counted)),
        Figure(_("Lines that fit no payment"), str(strangers)),
        Figure(_("Payments a week old and in no file"), str(waiting)),
    ]
    if strangers or waiting:
        sentence = _("%(strangers)s lines fit no payment; %(waiting)s payments are in no settlement file.")
        return Answer(Verdict.WATCH, sentence, {"strangers": strangers, "waiting": waiting}, figures)
    return Answer(Verdict.GOOD, _("Every line fits a payment, and every payment was paid out."), {}, figures)


CHECKS = (
    Check("money.exceptions", _("Money that does not add up"), 10, "money-does-not-add-up", add_up),
    Check("money.closed", _("Closed days"), 60, "day-not-closed", closed),
    Check("settlements.matched", _("Settlements"), 60, "settlements-unmatched", matched),
)
