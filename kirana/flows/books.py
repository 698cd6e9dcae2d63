"""What must be true between orders, stock and payments: what no single module can check."""

from collections.abc import Iterator

from kirana.core.idempotency import IdempotencyKey
from kirana.inventory.models import Reservation
from kirana.orders.models import Order
from kirana.orders.states import BEFORE_PACKING, OrderState
from kirana.payments.models import Payment
from kirana.payments.states import PaymentState


def check() -> Iterator[str]:
    """A sentence for every order whose stock, payment or key does not fit its state."""
    yield from _reservations_fit()
    yield from _payments_fit()
    yield from _keys_fit()


def _reservations_fit() -> Iterator[str]:
    promising = {OrderState.PENDING, *BEFORE_PACKING}
    open_ = set(Reservation.objects.filter(ended_at__isnull=True).values_list("reference", flat=True))
    states = dict(Order.objects.values_list("number", "state"))
    for number in sorted(open_):
        if states.get(number) not in promising:
            yield f"{number}: stock is promised to it, but it is {states.get(number, 'not an order')}"
    for number, state in states.items():
        if state in promising and number not in open_:
            yield f"{number} is {state}, but no stock is promised to it"


def _payments_fit() -> Iterator[str]:
    live = dict(Payment.objects.exclude(state__in=PaymentState.dead()).values_list("reference", "state"))
    amounts = dict(Payment.objects.exclude(state__in=PaymentState.dead()).values_list("reference", "amount_paise"))
    for number, state, total in Order.objects.values_list("number", "state", "total_paise"):
        if state == OrderState.CANCELLED:
            if number in live and live[number] != PaymentState.CAPTURED:
                yield f"{number} is cancelled, but its payment is still {live[number]}"
        elif number not in live:
            yield f"{number} is {state}, but has no payment"
        elif state == OrderState.DELIVERED and (live[number], amounts[number]) != (PaymentState.CAPTURED, total):
            yield f"{number} is delivered for {total}, but its payment is {live[number]} for {amounts[number]}"


def _keys_fit() -> Iterator[str]:
    tokens = set(Order.objects.values_list("token", flat=True))
    for key, token in IdempotencyKey.objects.filter(scope="place_order").values_list("key", "result"):
        if token not in tokens:
            yield f"the placing key {key} was used, but its order is not there"
    made = IdempotencyKey.objects.filter(scope="place_order").count()
    if made < len(tokens):
        yield f"{len(tokens)} orders were placed with {made} keys"
