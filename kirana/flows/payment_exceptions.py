"""What does not add up between orders and money, and what to do about each: nothing is ever only in a log.

find(at=…)    every exception there is, the oldest first
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from kirana.core.money import format_rupees
from kirana.flows.money_exception import MoneyException
from kirana.flows.square_up import BILL_IS_FINAL
from kirana.orders.models import Order
from kirana.orders.states import BEFORE_PACKING, OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.models import Payment, PaymentStateChange, Refund, WebhookEvent
from kirana.payments.states import EventState, PaymentState, RefundState

UNANSWERED_AFTER = timedelta(hours=1)
REFUND_LATE_AFTER = timedelta(days=7)
EVENTS_FOR = timedelta(days=30)


def find(at: datetime) -> list[MoneyException]:
    """Every exception there is, the oldest first."""
    parts = (_unanswered(at), _let_go_by_itself(), _late_refunds(at), _failed_refunds(), _do_not_add_up(), _nobodys(at))
    return sorted((one for part in parts for one in part), key=lambda one: one.since)


def _unanswered(at: datetime) -> Iterator[MoneyException]:
    """Payments whose gateway has not answered for an hour."""
    waiting = Payment.objects.filter(state__in=PaymentState.unanswered(), asked_times__gte=1)
    for payment in waiting.filter(started_at__lt=at - UNANSWERED_AFTER).order_by("pk"):
        yield MoneyException(
            "payment_unanswered",
            payment.reference,
            payment.capture_paise or payment.amount_paise,
            payment.started_at,
            _("The gateway has not answered: %(state)s, asked %(times)s times.")
            % {"state": payment.get_state_display(), "times": payment.asked_times},
            _("It is asked again every hour. Look it up on the gateway's own page, and write to its support."),
        )


def _let_go_by_itself() -> Iterator[MoneyException]:
    """Orders on their way to being packed, whose money was held and is not any more."""
    dropped = PaymentStateChange.objects.filter(from_state=PaymentState.AUTHORISED, to_state=PaymentState.FAILED)
    orders = Order.objects.filter(state__in=BEFORE_PACKING, number__in=dropped.values("subject__reference"))
    waiting = list(orders.order_by("pk").only("number", "total_paise", "begun_at"))
    borne = _borne_by(order.number for order in waiting)
    for order in waiting:
        missing = order.total_paise - borne[order.number]
        if missing > 0:
            yield MoneyException(
                "hold_let_go",
                order.number,
                -missing,
                order.begun_at,
                _("%(amount)s was held for it, and the gateway has let go of it.") % {"amount": format_rupees(missing)},
                _("Call the customer before you pack it: have it paid another way, or cancel the order."),
            )


def _borne_by(numbers: Iterable[str]) -> Counter[str]:
    """What is promised, held or taken for each of these orders."""
    sums: Counter[str] = Counter()
    for one in Payment.objects.filter(reference__in=list(numbers)).exclude(state__in=PaymentState.dead()):
        sums[one.reference] += one.kept_paise or one.authorised_paise or one.amount_paise
    return sums


def _late_refunds(at: datetime) -> Iterator[MoneyException]:
    """Refunds that nobody took on within an hour, or that are on their way for a week."""
    unheard = Q(state__in=[RefundState.BEGUN, RefundState.ASKED], begun_at__lt=at - UNANSWERED_AFTER)
    slow = Q(state=RefundState.PENDING, begun_at__lt=at - REFUND_LATE_AFTER)
    for refund in Refund.objects.filter(unheard | slow).select_related("payment").order_by("pk"):
        yield MoneyException(
            "refund_late",
            refund.payment.reference,
            refund.amount_paise,
            refund.begun_at,
            _("A refund of %(amount)s has not arrived yet: %(state)s.")
            % {"amount": format_rupees(refund.amount_paise), "state": refund.get_state_display()},
            _("It is asked for again by itself. If the gateway's own page says otherwise, write to its support."),
        )


def _failed_refunds() -> Iterator[MoneyException]:
    for refund, paise in payment_rows.not_arrived():
        yield MoneyException(
            "refund_failed",
            refund.payment.reference,
            paise,
            refund.begun_at,
            _("A refund of %(amount)s did not arrive. %(why)s")
            % {"amount": format_rupees(refund.amount_paise), "why": refund.failure},
            _("On the payment's page: ask again, or give it by hand and write that down."),
        )


def _do_not_add_up() -> Iterator[MoneyException]:
    """Orders whose bill is final, or that were cancelled, and whose money is not what they owe."""
    kept, given_back = _kept(), payment_rows.given_back_by_reference()
    failed = payment_rows.not_arrived_by_reference()
    ended = Order.objects.filter(state__in=[*BILL_IS_FINAL, OrderState.CANCELLED]).order_by("pk")
    columns = ended.values_list("number", "state", "total_paise", "begun_at")
    for number, state, total, begun_at in columns.iterator():
        # On the gateway's own page more may have been given back than the bill came to: then nothing is owed.
        owed = 0 if state == OrderState.CANCELLED else max(0, total - given_back[number])
        off = kept.get(number, 0) - failed[number] - owed
        if off:
            yield _off(number, off, begun_at)


def _off(number: str, off: int, since: datetime) -> MoneyException:
    amount = format_rupees(abs(off))
    if off > 0:
        sentence, action = _("%(amount)s more was taken than is owed."), _("Give it back on the payment's page.")
    else:
        sentence, action = _("%(amount)s of the bill is missing."), _("Call the customer, and take it another way.")
    return MoneyException("does_not_add_up", number, off, since, sentence % {"amount": amount}, action)


def _nobodys(at: datetime) -> Iterator[MoneyException]:
    """Messages about charges that are not ours, or that could not be read."""
    strange = WebhookEvent.objects.filter(state__in=[EventState.NOBODYS, EventState.FAILED])
    for event in strange.filter(received_at__gte=at - EVENTS_FOR).defer("body", "headers").order_by("pk"):
        said = event.says.get("answer") or event.says.get("refund") or {}
        yield MoneyException(
            "nobodys_event" if event.state == EventState.NOBODYS else "event_broke",
            event.reference or event.gateway_reference,
            said.get("amount_paise", 0),
            event.received_at,
            _("%(gateway)s told us of %(kind)s, and nothing here fits.")
            % {"gateway": event.gateway, "kind": event.kind},
            _("Look it up on the gateway's own page. If it is ours, have the message read again."),
        )


def _kept() -> dict[str, int]:
    """What payments bear of each order, as far as is known: promised, being taken, taken and not given back."""
    bears = {
        PaymentState.PROMISED: F("amount_paise"),
        PaymentState.CAPTURING: F("capture_paise"),
        PaymentState.CAPTURED: F("captured_paise") - F("refunded_paise"),
    }
    sums: dict[str, int] = {}
    for state, column in bears.items():
        rows = Payment.objects.filter(state=state).order_by().values_list("reference").annotate(sum=Sum(column))
        for reference, paise in rows:
            sums[reference] = sums.get(reference, 0) + paise
    return sums
