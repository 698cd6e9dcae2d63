"""What the shop asks about its money: whether payments flow, messages are read, gateways answer, refunds arrive."""

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from kirana.core import clock
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.payments import gateways
from kirana.payments.models import Forgery, Payment, PaymentStateChange, Refund, WebhookEvent
from kirana.payments.states import EventState, PaymentState, RefundState

DAY = timedelta(days=1)
POLLER_LATE = timedelta(minutes=10)
READER_LATE = timedelta(minutes=5)
REFUND_LATE = timedelta(hours=1)
OUT_OF_REACH_AFTER = 3  # questions in a row without an answer
MANY_FORGERIES = 20
SCREENFUL = 20


def payments_flow(at: datetime) -> Answer:
    """Whether what was begun ends, and gateways are asked when they are to be."""
    changes = PaymentStateChange.objects.filter(at__gte=at - DAY).values_list("to_state").annotate(n=Count("pk"))
    day = dict(changes.order_by())
    waiting = Payment.objects.filter(state__in=PaymentState.unanswered())
    overdue = waiting.filter(ask_at__lt=at - POLLER_LATE)
    figures = [
        Figure(_("Paid in a day"), str(day.get(PaymentState.CAPTURED, 0))),
        Figure(_("Failed in a day"), str(day.get(PaymentState.FAILED, 0))),
        Figure(_("Waiting for a gateway's answer"), str(waiting.count())),
        Figure(_("Not asked about in time"), str(overdue.count())),
    ]
    rows = [(one.reference, one.gateway, one.state, str(one.asked_times)) for one in waiting.order_by("pk")[:SCREENFUL]]
    if overdue.exists():
        return Answer(Verdict.ACT, _("Nobody asks the gateways: the worker is down."), {}, figures, rows)
    failed, paid = day.get(PaymentState.FAILED, 0), day.get(PaymentState.CAPTURED, 0)
    if failed >= OUT_OF_REACH_AFTER and failed > paid:
        return Answer(Verdict.WATCH, _("More payments fail than are made."), {}, figures, rows)
    return Answer(Verdict.GOOD, _("What was begun ends."), {}, figures, rows)


def payments_webhooks(at: datetime) -> Answer:
    """Whether what gateways tell us is read, and is ours."""
    received = WebhookEvent.objects.filter(received_at__gte=at - DAY).order_by()
    states = dict(received.values_list("state").annotate(n=Count("pk")))
    unread = WebhookEvent.objects.filter(state=EventState.RECEIVED, received_at__lt=at - READER_LATE).count()
    forged = Forgery.objects.filter(on=clock.shop_date(at)).aggregate(n=Sum("times"))["n"] or 0
    last = WebhookEvent.objects.aggregate(at=Max("received_at"))["at"]
    figures = [
        Figure(_("Messages in a day"), str(sum(states.values()))),
        Figure(_("Not read yet"), str(unread)),
        Figure(_("Nobody's"), str(states.get(EventState.NOBODYS, 0))),
        Figure(_("Forged today"), str(forged)),
        Figure(_("The last message"), last.isoformat(timespec="minutes") if last else "–"),
    ]
    if unread or states.get(EventState.FAILED):
        return Answer(Verdict.ACT, _("Messages of gateways are not read."), {}, figures)
    if forged > MANY_FORGERIES:
        return Answer(Verdict.WATCH, _("Someone sends messages in a gateway's name."), {}, figures)
    if states.get(EventState.NOBODYS):
        return Answer(Verdict.WATCH, _("Gateways speak of payments that are not here."), {}, figures)
    if last is None and not _outside():
        return Answer(Verdict.NOT_CONNECTED, _("No gateway that sends messages is connected."), {}, figures)
    return Answer(Verdict.GOOD, _("Every message was read."), {}, figures)


def gateway_reachable(_at: datetime) -> Answer:
    """Whether gateways answer: by the questions that they were asked, never by a charge made for the purpose."""
    outside = _outside()
    if not outside:
        return Answer(Verdict.NOT_CONNECTED, _("No gateway is connected; money is taken at the door."))
    unanswered = [*_silent(Payment, "gateway"), *_silent(Refund, "payment__gateway")]
    silent = sorted({code for code in unanswered if code in outside})
    answered = {code: _last_answer(code) for code in outside}
    figures = [
        Figure(str(gateways.by_code(code).label), last.isoformat(timespec="minutes") if last else "–")
        for code, last in answered.items()
    ]
    if silent:
        names = ", ".join(str(gateways.by_code(code).label) for code in silent)
        return Answer(Verdict.ACT, _("%(names)s does not answer."), {"names": names}, figures)
    return Answer(Verdict.GOOD, _("Every question was answered."), {}, figures)


def refunds_stuck(at: datetime) -> Answer:
    """Whether what is to go back arrives."""
    failed = Refund.objects.filter(state=RefundState.FAILED)
    late = Refund.objects.filter(state__in=[RefundState.BEGUN, RefundState.ASKED], begun_at__lt=at - REFUND_LATE)
    waiting = Refund.objects.filter(state__in=RefundState.unanswered())
    oldest = waiting.aggregate(at=Min("begun_at"))["at"]
    figures = [
        Figure(_("On their way"), str(waiting.count())),
        Figure(_("Begun the longest ago"), oldest.isoformat(timespec="minutes") if oldest else "–"),
        Figure(_("Not taken on within an hour"), str(late.count())),
        Figure(_("Did not arrive"), str(failed.count())),
    ]
    found = [*failed.select_related("payment")[:SCREENFUL], *late.select_related("payment")[:SCREENFUL]]
    rows = [(one.payment.reference, str(one.amount_paise), one.state, one.failure) for one in found]
    if failed.exists():
        return Answer(Verdict.ACT, _("Refunds did not arrive; give them another way."), {}, figures, rows)
    if late.exists():
        return Answer(Verdict.WATCH, _("Refunds wait for their gateway."), {}, figures, rows)
    return Answer(Verdict.GOOD, _("Every refund has arrived or is on its way."), {}, figures)


def _outside() -> list[str]:
    """The offered gateways that are someone else's machine."""
    return [one.code for one in gateways.offered() if not one.is_paid_at_the_door]


def _silent(model: type[Payment] | type[Refund], column: str) -> list[str]:
    """The gateways of rows that were asked about several times and got no answer."""
    state = PaymentState if model is Payment else RefundState
    rows = model._default_manager.filter(state__in=state.unanswered(), asked_times__gte=OUT_OF_REACH_AFTER)
    if model is Refund:
        rows = rows.exclude(state=RefundState.PENDING)
    else:
        rows = rows.exclude(state=PaymentState.STARTED, gateway_reference__gt="")
    return list(rows.values_list(column, flat=True).distinct())


def _last_answer(code: str) -> datetime | None:
    answers = PaymentStateChange.objects.filter(subject__gateway=code).exclude(move__in=["begin", "let_go"])
    return answers.aggregate(at=Max("at"))["at"]  # type: ignore[no-any-return]


CHECKS = (
    Check("payments.flow", _("Payments"), 5, "payments-failing", payments_flow),
    Check("payments.webhooks", _("What gateways tell us"), 5, "webhooks-lost", payments_webhooks),
    Check("gateway.reachable", _("Gateways answer"), 5, "payments-failing", gateway_reachable),
    Check("refunds.stuck", _("Refunds"), 15, "refunds-stuck", refunds_stuck),
)
