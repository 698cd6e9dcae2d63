"""Questions about orders. Who may see an order is answered here and nowhere else: others get `NotFound`."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from kirana.core import locks
from kirana.core.errors import NotFound
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import OrderState

ON_THE_BOARD = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.PICKING, OrderState.PACKED, OrderState.OUT)


def by_token(*, token: str) -> Order:
    """The order a shopper's link opens. The token is the right to see it."""
    order = Order.objects.select_related("store").filter(token=token).first()
    if order is None:
        raise NotFound()
    return order


def of_store(*, store_id: int, number: str) -> Order:
    """An order of this store, for its staff."""
    order = Order.objects.select_related("store", "rider", "slot").filter(store_id=store_id, number=number).first()
    if order is None:
        raise NotFound()
    return order


def numbers(*, store_id: int) -> QuerySet[Order, str]:
    """The numbers of a store's orders, for a question about what belongs to them."""
    return Order.objects.filter(store_id=store_id).values_list("number", flat=True)


def of_customer(*, customer_id: int) -> QuerySet[Order]:
    """A customer's own orders that were placed, the newest first."""
    return Order.objects.filter(customer_id=customer_id).exclude(state=OrderState.PENDING)


def of_tokens(*, tokens: list[str]) -> list[Order]:
    """The placed orders that these tokens open, the newest first."""
    return list(Order.objects.filter(token__in=tokens).exclude(state=OrderState.PENDING))


def bought_listing_ids(*, customer_id: int | None, tokens: list[str], limit: int = 60) -> list[int]:
    """What a customer, or a browser that kept its orders' tokens, has bought: the most often bought first."""
    whose = Q(order__customer_id=customer_id) if customer_id is not None else Q(order__token__in=tokens)
    bought = OrderLine.objects.filter(whose, order__placed_at__isnull=False).order_by()
    often = bought.values_list("listing_id").annotate(times=Count("pk"), last=Max("order_id"))
    return [row[0] for row in often.order_by("-times", "-last")[:limit]]


def sold_counts(*, store_id: int) -> dict[int, int]:
    """How often each listing was bought, in placed orders that were not called off."""
    sold = OrderLine.objects.filter(order__store_id=store_id, order__placed_at__isnull=False).order_by()
    counts = sold.exclude(order__state=OrderState.CANCELLED).values_list("listing_id").annotate(n=Count("pk"))
    return dict(counts)


def lock(*, order_id: int) -> Order:
    """The order, locked until the transaction ends."""
    return locks.locked(Order.objects.filter(pk=order_id)).get()


def lock_number(*, number: str) -> Order | None:
    """The order with this number, locked until the transaction ends; None when it is not an order's."""
    return locks.locked(Order.objects.filter(number=number)).first()


def has_ordered_since(*, order: Order) -> bool:
    """Whether the same phone has placed another order after this one, and not called it off."""
    later = Order.objects.filter(store_id=order.store_id, phone=order.phone, pk__gt=order.pk)
    return later.exclude(state__in=(OrderState.PENDING, OrderState.CANCELLED)).exists()


def was_called_off(*, order_id: int) -> bool:
    """Whether a person, and not the clock or the gateway, ended it."""
    last = OrderStateChange.objects.filter(subject_id=order_id).last()
    return last is not None and last.move == "cancel"


def board(*, store_id: int) -> list[Order]:
    """Every order that needs someone's hands, those due first ahead."""
    orders = Order.objects.filter(store_id=store_id, state__in=ON_THE_BOARD).select_related("rider")
    return list(orders.order_by("slot_starts_at", "pk"))


def line_counts(*, order_ids: list[int]) -> dict[int, int]:
    """How many lines each order has."""
    return Counter(OrderLine.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def recent(*, store_id: int, state: str = "", text: str = "", limit: int = 50) -> list[Order]:
    """The latest orders that were placed: in a state, or whose number, name or phone holds a text."""
    orders = Order.objects.filter(store_id=store_id).exclude(state=OrderState.PENDING)
    if state:
        orders = orders.filter(state=state)
    if text:
        orders = (
            orders.filter(number__iendswith=text)
            | orders.filter(name__icontains=text)
            | orders.filter(phone__endswith=text)
        )
    return list(orders.order_by("-pk")[:limit])


def lines(*, order_id: int) -> list[OrderLine]:
    """The lines as the shopper chose them."""
    return list(OrderLine.objects.filter(order_id=order_id))


def lines_by_aisle(*, order_id: int) -> list[OrderLine]:
    """The lines in the order of a walk through the shop: numbers in aisle names count as numbers."""
    return sorted(lines(order_id=order_id), key=lambda line: (_walk(line.aisle), line.position))


def timeline(*, order_id: int) -> list[OrderStateChange]:
    """What has happened, first to last."""
    return list(OrderStateChange.objects.filter(subject_id=order_id))


def pending_since(*, before: datetime, limit: int = 100) -> list[Order]:
    """Orders whose placing was begun before a moment and never finished."""
    return list(Order.objects.filter(state=OrderState.PENDING, begun_at__lt=before).order_by("pk")[:limit])


def newest_placed_id(*, store_id: int) -> int:
    """A number that is larger for an order that came in later, however early its placing was begun: for the bell.

    It is that of the row of history that placed it; 0 when no order waits to be accepted.
    """
    waiting = Order.objects.filter(store_id=store_id, state=OrderState.PLACED)
    placings = OrderStateChange.objects.filter(subject__in=waiting, move="place")
    return placings.aggregate(newest=Max("pk"))["newest"] or 0


def _walk(aisle: str) -> tuple[str, int]:
    letters = aisle.rstrip("0123456789")
    digits = aisle[len(letters) :]
    return (letters or "~", int(digits or 0))
