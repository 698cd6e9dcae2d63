"""What must be true between orders, stock and payments: what no single module can check."""

from collections import defaultdict
from collections.abc import Iterator

from kirana.core.idempotency import IdempotencyKey
from kirana.flows.square_up import BILL_IS_FINAL
from kirana.inventory.models import Reservation
from kirana.invoicing.models import Document
from kirana.orders.models import Order, OrderStateChange
from kirana.orders.states import BEFORE_PACKING, OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.models import Payment, PaymentStateChange
from kirana.payments.states import PaymentState

P = PaymentState


def check() -> Iterator[str]:
    """A sentence for every order whose stock, payment or key does not fit its state."""
    yield from _reservations_fit()
    yield from _payments_fit()
    yield from _keys_fit()
    yield from _documents_fit()


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
    """Captured less refunded, with what is promised, held or on its way, is what the order owes (invariant G6)."""
    mine: dict[str, list[Payment]] = defaultdict(list)
    for payment in Payment.objects.order_by("pk").iterator():
        mine[payment.reference].append(payment)
    given_back, let_go = payment_rows.given_back_by_reference(), _let_go()
    failed = payment_rows.not_arrived_by_reference()
    for order in Order.objects.order_by("pk").only("number", "state", "total_paise").iterator():
        live = [payment for payment in mine.pop(order.number, []) if payment.is_live]
        kept = sum(map(_kept, live)) - failed[order.number]
        if order.state == OrderState.CANCELLED or order.number not in let_go:
            yield from _order_fits(order, live, kept, max(0, order.total_paise - given_back[order.number]))
    for reference, payments in mine.items():
        yield f"payment {payments[0].pk} is for {reference}, which is not an order"


def _order_fits(order: Order, live: list[Payment], kept: int, owed: int) -> Iterator[str]:
    if order.state == OrderState.CANCELLED:
        open_ = [payment for payment in live if payment.state not in (P.CAPTURED, P.LETTING_GO)]
        if open_:
            yield f"{order.number} is cancelled, but its payment is still {open_[0].state}"
        elif kept:
            yield f"{order.number} is cancelled, but {kept} of its money is kept"
    elif not live:
        yield f"{order.number} is {order.state}, but has no payment"
    elif order.state == OrderState.DELIVERED and any(payment.state == P.PROMISED for payment in live):
        yield f"{order.number} is delivered, but its payment is still promised"
    elif order.state in BILL_IS_FINAL and kept != owed:
        states = ", ".join(payment.state for payment in live)
        yield f"{order.number} is {order.state} for {owed}, but its payment is {states} for {kept}"


def _kept(payment: Payment) -> int:
    """What a payment bears of the bill, as far as is known."""
    match payment.state:
        case P.PROMISED:
            return payment.amount_paise
        case P.CAPTURING:
            return payment.capture_paise
        case P.CAPTURED:
            return payment.kept_paise
    return 0


def _let_go() -> set[str]:
    """The orders whose held money their gateway did not give; what is missing `flows.exceptions` lists."""
    held = (P.AUTHORISED, P.CAPTURING)
    ended = PaymentStateChange.objects.filter(from_state__in=held, to_state=P.FAILED)
    return set(ended.values_list("subject__reference", flat=True))


def _keys_fit() -> Iterator[str]:
    tokens = set(Order.objects.values_list("token", flat=True))
    for key, token in IdempotencyKey.objects.filter(scope="place_order").values_list("key", "result"):
        if token not in tokens:
            yield f"the placing key {key} was used, but its order is not there"
    made = IdempotencyKey.objects.filter(scope="place_order").count()
    if made < len(tokens):
        yield f"{len(tokens)} orders were placed with {made} keys"


def _documents_fit() -> Iterator[str]:
    """What left the shop has its document, for what was owed when it left."""
    invoiced = dict(Document.objects.filter(corrects__isnull=True).values_list("reference", "total_paise"))
    totals = dict(Order.objects.values_list("number", "total_paise"))
    left = OrderStateChange.objects.filter(move="hand_over").values_list("subject__number", flat=True).distinct()
    for number in left:
        if number not in invoiced:
            yield f"{number} left the shop, but has no invoice"
        elif invoiced[number] != totals[number]:
            yield f"{number} came to {totals[number]}, but its invoice says {invoiced[number]}"
