"""Orders that stay too long in a state: each state has its own patience, and the action that mends it.

An order for tomorrow is not late today: what is done for a slot is late only when the slot is near.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.orders.models import Order, OrderStateChange
from kirana.orders.states import OrderState

SCREENFUL = 20
LEAD = timedelta(hours=2)  # before its slot begins, an order's work is begun


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an order may be in a state, whether that counts from its slot's nearness, and what to do then."""

    patience: timedelta
    waits_for_slot: bool
    action: str | Promise


LIMITS: dict[str, Limit] = {
    OrderState.PENDING: Limit(timedelta(minutes=25), False, _("The worker gives it up; see that it runs.")),
    OrderState.PLACED: Limit(timedelta(minutes=30), True, _("Accept it, or cancel it with a reason.")),
    OrderState.ACCEPTED: Limit(timedelta(hours=1), True, _("Send someone to the shelves.")),
    OrderState.PICKING: Limit(timedelta(hours=1), False, _("Go on picking; leave out what is not there, and pack.")),
    OrderState.PACKED: Limit(timedelta(hours=2), True, _("Hand it to a rider.")),
    OrderState.OUT: Limit(timedelta(hours=3), False, _("Call the rider: delivered, or bring it back.")),
}


@dataclass(frozen=True, slots=True)
class StuckOrder:
    """An order that does not get on, since when it is late, and what mends it."""

    number: str
    state: str
    since: datetime
    action: str


def find(*, at: datetime) -> list[StuckOrder]:
    """Every order that is late in its state, the latest first."""
    return sorted(_late(at), key=lambda stuck: stuck.since)


def _late(at: datetime) -> Iterator[StuckOrder]:
    open_ = Order.objects.filter(state__in=list(LIMITS)).only("number", "state", "slot_starts_at")
    changes = OrderStateChange.objects.filter(subject__state__in=list(LIMITS)).order_by()
    entered = dict(changes.values_list("subject_id").annotate(at=Max("at")))
    for order in open_:
        limit = LIMITS[order.state]
        begins = entered[order.pk]
        if limit.waits_for_slot:
            begins = max(begins, order.slot_starts_at - LEAD)
        if begins + limit.patience < at:
            yield StuckOrder(order.number, order.state, begins + limit.patience, str(limit.action))


def _ask(at: datetime) -> Answer:
    """Orders that do not get on, each with what mends it."""
    found = find(at=at)
    figures = [Figure(_("Orders that are late in their state"), str(len(found)))]
    rows = [
        (one.number, str(OrderState(one.state).label), one.since.isoformat(timespec="minutes"), one.action)
        for one in found[:SCREENFUL]
    ]
    if found:
        return Answer(Verdict.ACT, _("Orders that do not get on: %(count)s."), {"count": len(found)}, figures, rows)
    return Answer(Verdict.GOOD, _("Every order is moving in time."), {}, figures)


CHECK = Check("orders.stuck", _("Orders that are stuck"), 5, "order-stuck", _ask)
