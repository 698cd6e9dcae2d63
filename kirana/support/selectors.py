"""Questions about customers' requests."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kirana.core.errors import NotFound
from kirana.support.models import ANSWER_WITHIN, RESOLVE_WITHIN, Ticket, TicketMessage
from kirana.support.states import TicketState


def by_token(*, token: str) -> Ticket:
    """The request a customer's link opens. The token is the right to see it."""
    ticket = Ticket.objects.select_related("store").filter(token=token).first()
    if ticket is None:
        raise NotFound()
    return ticket


def of_store(*, store_id: int, number: str) -> Ticket:
    """A request to this store, for its staff."""
    found = Ticket.objects.select_related("store", "customer").filter(store_id=store_id, number=number).first()
    if found is None:
        raise NotFound()
    return found


def messages(*, ticket_id: int) -> list[TicketMessage]:
    """What was written, first to last."""
    return list(TicketMessage.objects.filter(ticket_id=ticket_id))


def of_order(*, number: str) -> list[Ticket]:
    """The requests about an order, the newest first."""
    return list(Ticket.objects.filter(order_number=number))


def tickets(*, store_id: int, only: str, at: datetime) -> QuerySet[Ticket]:
    """Requests, the oldest that wait ahead: `open`, `answered`, `resolved`, `late`; anything else: the unsettled."""
    rows = Ticket.objects.filter(store_id=store_id)
    if only == "late":
        return late(rows, at=at).order_by("opened_at", "pk")
    if only in TicketState.values:
        return rows.filter(state=only).order_by("-opened_at" if only == TicketState.RESOLVED else "opened_at", "pk")
    return rows.filter(state__in=TicketState.unsettled()).order_by("opened_at", "pk")


def late(rows: QuerySet[Ticket], *, at: datetime) -> QuerySet[Ticket]:
    """Those of the requests that were not answered or not settled in time."""
    unsettled = rows.filter(state__in=TicketState.unsettled())
    unanswered = Q(answered_at=None, opened_at__lt=at - ANSWER_WITHIN)
    return unsettled.filter(unanswered | Q(opened_at__lt=at - RESOLVE_WITHIN))


def counts(*, store_id: int, at: datetime) -> dict[str, int]:
    """How many requests are in each state, and how many are late."""
    rows = Ticket.objects.filter(store_id=store_id)
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: by_state.get(state, 0) for state in TicketState.values} | {"late": late(rows, at=at).count()}
