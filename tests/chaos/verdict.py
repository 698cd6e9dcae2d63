"""What must be true when everything due has run: the shop's books, the bank's, and what people remember agree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Sum
from django_q.models import OrmQ

from kirana.delivery.models import Slot
from kirana.flows import exceptions
from kirana.flows.square_up import BILL_IS_FINAL
from kirana.inventory.models import Reservation, StockItem
from kirana.invoicing.models import Document
from kirana.ops import books
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import BEFORE_PACKING, OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.ledgers.models import CreditAccount, CreditEntry, CreditKind, KhataEntry
from kirana.payments.ledgers.settlements import selectors as settlements
from kirana.payments.models import Payment, Refund, RefundKind, WebhookEvent
from kirana.payments.states import EventState, PaymentState, RefundState
from tests.chaos.till import Till
from tests.chaos.verdict_by_hand import by_hand_is_right
from tests.chaos.witness import BY_PAGE, Held, Return

# The minutes after which the worker does all that is due, once the weather is fine; the longest wait for an answer is an
# hour, and a refund that was given back is asked after once a day.
AT_THE_DOOR = ("cash_on_delivery", "upi_on_delivery")
ROUNDS = (0, 2, 6, 16, 16, 61, 61, 61, 24 * 60 + 1)


def settle_down(market: Till, *, rest_is_told: bool, rounds: Sequence[int] = ROUNDS) -> None:
    """The weather is fine from here: whatever is due is done, and what the bank still has to say comes or is lost."""
    while rest_is_told and market.waiting:
        market.bring(0, times=1)
    for minutes in rounds:
        market.let_pass(minutes)
        for held in market.bank.charges.values():
            for key, one in list(held.returns.items()):
                if one.stage == "sent":
                    market.bank.send_on(held, key, arrives=True)
        market.close_up()
        market.read_post()
        market.expire()
        market.poll()
        while OrmQ.objects.exists():
            market.work(jobs=100)
        if not rest_is_told:
            market.waiting.clear()
    market.bring_statement()


def judge(market: Till) -> list[str]:
    """A sentence for everything that is wrong; nothing when every rupee is accounted for."""
    found = [f"the bank: {complaint}" for complaint in market.bank.complaints]
    found += [f"check_books: {one.book}: {one.sentence}" for one in books.audit_all()]
    found += _nothing_pending(market)
    found += _the_bank_agrees(market)
    listed = _listed(market)
    for order in Order.objects.order_by("pk"):
        found += _order_is_right(market, order, listed.get(order.number, {}))
    found += _stock_and_slots(market)
    found += _credit_is_right(market)
    found += by_hand_is_right(market)
    return found


def _nothing_pending(market: Till) -> Iterator[str]:
    for payment in Payment.objects.filter(state__in=PaymentState.unanswered()):
        yield f"{payment} is pending for ever"
    for refund in Refund.objects.filter(state__in=RefundState.unanswered()).select_related("payment"):
        if BY_PAGE in market.bank.trouble.get(refund.payment.reference, ()):
            continue  # the bank has less than we think, and says no: it must be listed
        yield f"{refund} is pending for ever"
    for order in Order.objects.filter(state=OrderState.PENDING):
        yield f"{order} is pending for ever"
    for event in WebhookEvent.objects.filter(state__in=[EventState.RECEIVED, EventState.FAILED]):
        yield f"{event} is not read"


def _the_bank_agrees(market: Till) -> Iterator[str]:
    """Charge by charge: taken, given back and held, as its own books have it."""
    numbers = set(Order.objects.values_list("number", flat=True))
    for held in market.bank.charges.values():
        payment = Payment.objects.get(gateway_key=held.key)
        unheard = sum(one.amount_paise for one in _unheard(held))
        on_its_way = sum(payment.refunds.filter(state=RefundState.ASKED).values_list("amount_paise", flat=True))
        mine = (payment.captured_paise, payment.refunded_paise - _by_hand(payment) - on_its_way + unheard)
        if held.reference not in numbers:
            yield f"{held.number} is a charge without an order"
        if mine != (held.taken_paise, held.given_back_paise):
            yield f"{held.reference}: bank took {held.taken_paise}, gave {held.given_back_paise}; we say {mine}"
        if held.stage == "step" or (held.stage == "held" and payment.state != PaymentState.AUTHORISED):
            yield f"{held.reference}: the bank still has {held.stage}, and we say {payment.state}"


def _by_hand(payment: Payment) -> int:
    """What of a payment's refunds went out of the drawer."""
    return sum(
        one.amount_paise
        for one in payment.refunds.filter(state=RefundState.DONE)
        if (last := one.history.last()) is not None and last.move == "give_by_hand" and not one.gateway_reference
    )


def _unheard(held: Held) -> list[Return]:
    """What was given back on the bank's own page and stands in none of our books."""
    known = Refund.objects.filter(gateway_reference__in=held.returns).exclude(state=RefundState.FAILED)
    numbers = set(known.values_list("gateway_reference", flat=True))
    return [one for one in held.by_its_page if one.stands and one.number not in numbers]


def _order_is_right(market: Till, order: Order, listed: dict[str, int]) -> Iterator[str]:
    number = order.number
    charges = market.bank.of_reference(number)
    came = market.at_the_door[number] + market.came_for(number)
    gross = sum(held.taken_paise for held in charges) + came + _on_account(number, gross=True)
    if gross > order.cap_paise:
        yield f"{number}: {gross} was taken, and {order.cap_paise} was agreed"
    got = sum(held.net_paise for held in charges) + came + _on_account(number)
    got -= market.by_hand[number] + market.sent_for(number) + _given_at_the_counter(number)
    due = payment_rows.due_at_the_door_paise(reference=number)
    if order.state in BEFORE_PACKING:
        covered = got + due + sum(held.amount_paise for held in charges if held.stage == "held")
        # What is paid at the door follows the scale when the bags are closed.
        trouble = market.bank.trouble.get(number, set())
        if covered < min(order.total_paise, order.agreed_paise) and not trouble & {"capture declined", BY_PAGE}:
            yield f"{number} is {order.state} for {order.total_paise}, and {covered} is there"
        return
    owed = _owed(market, order)
    off = got + due - owed
    if off != sum(listed.values()):
        yield f"{number} is {order.state}: {got} is there, {due} to come, {owed} owed, and the list says {listed}"
    if (off or listed) and number not in market.bank.trouble:
        yield f"{number} is {order.state}: {off} paise off, listed {listed}, and nothing was the matter"
    yield from _documents_agree(order, owed)


def _given_at_the_counter(number: str) -> int:
    """What was paid at the door goes back by hand."""
    back = Refund.objects.filter(payment__reference=number, payment__gateway__in=AT_THE_DOOR, state=RefundState.DONE)
    return back.aggregate(sum=Sum("amount_paise"))["sum"] or 0


def _owed(market: Till, order: Order) -> int:
    """What the bags come to, line by line, less what staff gave back; nothing when it was called off."""
    if order.state not in BILL_IS_FINAL:
        return 0
    lines = OrderLine.objects.filter(order=order).aggregate(sum=Sum("total_paise"))["sum"]
    given = sum(market.goods_back.get(order.number, {}).values()) + _given_by_page(market, order.number)
    return max(0, int(lines) + order.delivery_fee_paise - given)


def _given_by_page(market: Till, number: str) -> int:
    """What of a bill was given back on the bank's own page, as far as the shop has heard of it."""
    returns = [one for held in market.bank.of_reference(number) for one in held.by_its_page]
    keys = [f"{gateway}-{one.number}" for one in returns for gateway in ("takes", "holds")]
    heard = Refund.objects.filter(key__in=keys, kind=RefundKind.GOODS)
    return heard.aggregate(sum=Sum("amount_paise"))["sum"] or 0


def _listed(market: Till) -> dict[str, dict[str, int]]:
    """What the list of exceptions says of each order that is on it."""
    wanted = ("does_not_add_up", "refund_failed", "payment_unanswered", "refund_late")
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for exception in exceptions.find(at=market.at):
        if exception.code in wanted:
            sums[exception.reference][exception.code] += exception.amount_paise
    lines = settlements.unmatched(store_id=market.lakshmi.store.pk)
    unmatched = {id_ for line in lines for id_ in line.ids}
    for held in market.bank.charges.values():
        for one in _unheard(held):
            if one.number in unmatched:
                sums[held.reference]["settlement_line"] -= one.amount_paise
    return {reference: dict(found) for reference, found in sums.items()}


def _on_account(number: str, *, gross: bool = False) -> int:
    """What khata and store credit pay of an order; `gross`, before anything went back."""
    khata = KhataEntry.objects.filter(reference=number)
    credit = CreditEntry.objects.filter(reference=number)
    if gross:
        khata, credit = khata.filter(change_paise__gt=0), credit.filter(kind=CreditKind.SPENT)
    given = khata.aggregate(sum=Sum("change_paise"))["sum"] or 0
    spent = credit.aggregate(sum=Sum("change_paise"))["sum"] or 0
    return int(given) - int(spent)


def _documents_agree(order: Order, owed: int) -> Iterator[str]:
    """What left the shop is invoiced for what is owed, less what its credit notes took back."""
    if not OrderStateChange.objects.filter(subject=order, move="hand_over").exists():
        return
    papers = Document.objects.filter(reference=order.number).values_list("corrects", "total_paise")
    said = sum(-total if corrects else total for corrects, total in papers)
    if said != owed:
        yield f"{order.number} is {order.state}: {owed} is owed, and its documents say {said}"


def _stock_and_slots(market: Till) -> Iterator[str]:
    """What is not in somebody's bags is on the shelf, and what nobody waits for is promised to nobody."""
    gone, promised = _bags(BILL_IS_FINAL), _bags((OrderState.PENDING, *BEFORE_PACKING), is_promised=True)
    stock = market.stock
    for item in StockItem.objects.select_related("listing__product"):
        code, key = item.listing.product.code, item.listing_id
        if item.on_hand != stock[code] - gone.get(key, 0):
            yield f"{code}: {item.on_hand} on the shelf, {gone.get(key, 0)} of {stock[code]} in bags"
        if item.reserved != promised.get(key, 0):
            yield f"{code}: {item.reserved} promised, and orders want {promised.get(key, 0)}"
    if Reservation.objects.filter(ended_at__isnull=True).exclude(reference__in=_numbers()).exists():
        yield "stock is promised to nobody's order"
    for slot in Slot.objects.all():
        orders = Order.objects.filter(slot=slot).exclude(state=OrderState.CANCELLED).count()
        if slot.booked != orders:
            yield f"slot {slot.pk} has {slot.booked} places taken by {orders} orders"


def _numbers() -> list[str]:
    return list(Order.objects.values_list("number", flat=True))


def _bags(states: tuple[str, ...], *, is_promised: bool = False) -> dict[int, int]:
    column = "quantity" if is_promised else "picked_quantity"
    lines = OrderLine.objects.filter(order__state__in=states).order_by()
    return dict(lines.values_list("listing_id").annotate(n=Sum(column)))


def _credit_is_right(market: Till) -> Iterator[str]:
    """Nobody has more store credit than they were given, nor less than they did not spend."""
    for account in CreditAccount.objects.all():
        of_orders = CreditEntry.objects.filter(account=account).exclude(reference="")
        moved = of_orders.aggregate(sum=Sum("change_paise"))["sum"] or 0
        given = market.goodwill[account.customer_id]
        if account.balance_paise != given + moved or account.balance_paise < 0:
            yield f"store credit {account.pk} stands at {account.balance_paise}: {given} given, {moved} by orders"
