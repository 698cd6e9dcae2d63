"""What must be true of orders (invariants G3 and G5)."""

from collections.abc import Iterator

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from kirana.core.books import check_history
from kirana.delivery.models import Slot
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import ORDERS, OrderState
from kirana.pricing.bill import line_paise


def check() -> Iterator[str]:
    """A sentence for every order whose sums, history or slot is not right."""
    yield from check_history(ORDERS, Order, OrderStateChange)
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    orders = Order.objects.annotate(
        lines_paise=Coalesce(
            Subquery(lines.annotate(n=Sum("total_paise")).values("n"), output_field=IntegerField()), 0
        ),
    )
    for order in orders.exclude(goods_paise=F("lines_paise")):
        yield f"{order.number}: goods are {order.goods_paise} but its lines sum to {order.lines_paise}"
    for line in OrderLine.objects.select_related("order").iterator():
        quantity = line.quantity if line.picked_quantity is None else line.picked_quantity
        due = line_paise(price_paise=line.price_paise, unit=line.base_unit, quantity=quantity)
        if line.total_paise != due:
            yield f"{line.order.number}: line {line.position} says {line.total_paise} but comes to {due}"
    holding = Count("orders", filter=Q(orders__state__in=OrderState.holding_a_place()))
    for slot in Slot.objects.annotate(held=holding).exclude(booked=F("held")):
        starts_at = timezone.localtime(slot.starts_at)
        yield f"slot {starts_at:%Y-%m-%d %H:%M}: {slot.booked} booked but {slot.held} orders hold a place"
