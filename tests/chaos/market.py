"""A day at Lakshmi Stores on which everything fails: the verbs of shoppers, staff, worker, bank and post.

Each verb is one step of a history, on the real stories and the real database. Whatever is refused is refused; whoever
got no answer may press again. `weather` is what becomes of the step's calls to the bank, in their order; `cut` kills
the process before its so-manyeth statement.
"""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.module_loading import import_string
from django_q.models import OrmQ

from kirana.cart.models import Cart
from kirana.core.actors import GUEST, Actor
from kirana.core.errors import ShopError
from kirana.customers.models import Customer
from kirana.delivery import selectors as slots
from kirana.flows import tasks
from kirana.flows.ask_gateways import ask_payment
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import accept_order, bring_back_order, deliver_order, hand_over_order, pack_order
from kirana.flows.place_order import Wish, place_order
from kirana.flows.refund_order import mend_refund, refund_order
from kirana.flows.webhooks import tasks as post
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.ledgers import cash, store_credit
from kirana.payments.ledgers import selectors as ledgers
from kirana.payments.models import Refund, UsedUtr, WebhookEvent
from kirana.payments.services import inbox
from kirana.payments.states import RefundState
from tests.cast import GOODS, NOW, Lakshmi
from tests.chaos.faults import Fault, PowerCut, injected, power
from tests.chaos.gateway import letter
from tests.chaos.witness import Bank, Held, Message

BASKETS: tuple[dict[str, int], ...] = (
    {"atta": 2},
    {"onions": 3000, "small_atta": 2},
    {"almonds": 700},
    {"atta": 1, "milk": 3, "onions": 1500},
)
METHODS = ("takes", "holds", "upi_qr", "cash_on_delivery", "upi_on_delivery", "khata", "store_credit")
PICKS = ("as ordered", "the most", "less", "none of the first")
SHOWN_AGAIN = "shown again"
UTRS = ("their own", SHOWN_AGAIN)
Weather = Sequence[Fault]
refused: Counter[str] = Counter()  # how often each refusal was the answer, over all histories


@dataclass
class Press:
    """A button that was pressed, and what is in the form behind it."""

    key: str
    cart: Cart
    wish: Wish
    by: Actor


@dataclass
class Market:
    """The shop, the bank, the time, and what people outside the books remember."""

    lakshmi: Lakshmi
    bank: Bank = field(default_factory=Bank)
    weather: deque[Fault] = field(default_factory=deque)
    at: datetime = NOW
    a_step_takes: timedelta = timedelta(seconds=7)
    steps: int = 0
    presses: list[Press] = field(default_factory=list)
    waiting: list[Message] = field(default_factory=list)  # what the bank has said and nobody has brought yet
    goods_back: dict[str, dict[str, int]] = field(default_factory=dict)  # by order and key: what staff gave back
    at_the_door: Counter[str] = field(default_factory=Counter)  # by order: what shoppers gave the rider
    by_hand: Counter[str] = field(default_factory=Counter)  # by order: what staff gave back from the drawer
    goodwill: Counter[int] = field(default_factory=Counter)  # by customer
    transfers: int = 0
    stock: dict[str, int] = field(default_factory=lambda: {good.key: good.stock for good in GOODS})

    def utr(self, which: str) -> str:
        """The number of a transfer that was made just now; or of one that was used up, which somebody shows once more."""
        used = UsedUtr.objects.order_by("-pk").first() if which == SHOWN_AGAIN else None
        if used is not None:
            injected["transfer shown again"] += 1
            return used.utr
        self.transfers += 1
        return f"4123{self.transfers:08d}"

    def do(self, verb: Callable[[], Any], *, weather: Weather = (), cut: int | None = None) -> Any:
        """One step: what came of it, or None when it was refused, not answered, or the process died."""
        self.steps += 1
        self.at += self.a_step_takes
        self.weather.extend(weather)
        try:
            with power(cut):
                return verb()
        except ShopError as refusal:
            refused[refusal.code] += 1
        except GatewayError:
            refused["no answer from the bank"] += 1
        except PowerCut:
            refused["the process died"] += 1
        finally:
            self.weather.clear()
            self.waiting += self.bank.messages
            self.bank.messages.clear()
        return None

    # --- shoppers -----------------------------------------------------------------------------------

    def order(self, *, who: int, basket: int, method: str, use_credit: bool, weather: Weather, cut: int | None) -> None:
        """Somebody fills a basket and presses the button."""
        customer = (self.lakshmi.asha, self.lakshmi.bilal)[who]
        cart = self.lakshmi.a_cart_of(of=customer, **BASKETS[basket])
        open_ = slots.open_slots(store_id=self.lakshmi.store.pk, at=self.at)
        wish = self.lakshmi.a_wish(
            cart,
            phone=customer.phone or f"+9198450110{who:02}",
            payment_method=method,
            account_of=customer.pk,
            use_credit=use_credit,
            slot_id=open_[0].pk,
        )
        self.presses.append(Press(f"press-{len(self.presses)}", cart, wish, actor_of(customer)))
        self.press(len(self.presses) - 1, weather=weather, cut=cut)

    def press(self, which: int, *, weather: Weather = (), cut: int | None = None) -> None:
        """The button is pressed, perhaps once more."""
        if self.presses:
            one = self.presses[which % len(self.presses)]
            self.do(lambda: self._place(one), weather=weather, cut=cut)

    def _place(self, one: Press) -> Order:
        store = self.lakshmi.store
        return place_order(key=one.key, cart=one.cart, store=store, wish=one.wish, by=one.by, at=self.at)

    def take_step(self, which: int, *, is_good: bool) -> None:
        """A shopper does what their bank asked for."""
        asked = [held for held in self.bank.charges.values() if held.stage == "step"]
        if asked:
            self.do(lambda: self.bank.take_step(asked[which % len(asked)], is_good=is_good))

    def come_back(self, which: int, *, weather: Weather, cut: int | None) -> None:
        """A shopper comes back from the bank's page, as `storefront.views.payment` has it."""
        found = self.an_order(which)
        if found is not None and found.state == OrderState.PENDING:
            self.do(lambda: self._ask(found), weather=weather, cut=cut)

    def _ask(self, found: Order) -> None:
        for one in payment_rows.unanswered(reference=found.number):
            ask_payment(payment=one, by=GUEST, at=self.at)

    def cancel(self, which: int, *, by_staff: bool, cut: int | None) -> None:
        """An order is called off."""
        found = self.an_order(which)
        if found is not None:
            by = self.lakshmi.chitra.as_actor() if by_staff else GUEST
            self.do(lambda: cancel_order(order=found, by=by, at=self.at, why="not wanted"), cut=cut)

    # --- staff --------------------------------------------------------------------------------------

    def go_on(self, which: int, *, pick: str, comes_back: bool, cut: int | None, utr: str = "their own") -> None:
        """The shop takes an order one step further."""
        found = self.an_order(which)
        if found is not None:
            self.do(lambda: self._go_on(found, pick, comes_back, utr), cut=cut)

    def _go_on(self, found: Order, pick: str, comes_back: bool, utr: str) -> None:
        chitra, pooja, dev = (one.as_actor() for one in (self.lakshmi.chitra, self.lakshmi.pooja, self.lakshmi.dev))
        match found.state:
            case OrderState.PLACED:
                accept_order(order=found, by=chitra, at=self.at)
            case OrderState.ACCEPTED:
                orders.start_picking(order=found, by=pooja, at=self.at)
            case OrderState.PICKING:
                for place, line in enumerate(order_rows.lines(order_id=found.pk)):
                    orders.pick(order=found, line_id=line.pk, quantity=_picked(line, place, pick))
                pack_order(order=found, by=pooja, at=self.at)
            case OrderState.PACKED:
                hand_over_order(order=found, rider=self.lakshmi.dev.user, by=pooja, at=self.at)
            case OrderState.OUT if comes_back:
                bring_back_order(order=found, by=dev, at=self.at, why="nobody there")
            case OrderState.OUT:
                due = payment_rows.due_at_the_door_paise(reference=found.number)
                shown = self.utr(utr) if found.payment_method == "upi_on_delivery" and due else ""
                deliver_order(order=found, taken_paise=due, utr=shown, by=dev, at=self.at)
                self.at_the_door[found.number] += due

    def give_back(self, which: int, *, percent: int, by_line: bool, is_again: bool, cut: int | None) -> None:
        """Money goes back from the counter; `is_again` presses the last button once more."""
        found = self.an_order(which)
        if found is None:
            return
        mine = self.goods_back.setdefault(found.number, {})
        key = list(mine)[-1] if is_again and mine else f"back-{found.number}-{len(mine)}"
        amount, shares = mine.get(key, 0), {}
        if not amount:
            first = order_rows.lines(order_id=found.pk)[0]
            amount = (first.total_paise if by_line else found.total_paise) * percent // 100
            shares = {str(first.pk): amount} if by_line else {}
        made = self.do(lambda: self._give_back(found, amount, key, shares), cut=cut)
        if made or Refund.objects.filter(key__startswith=f"goods-{key}-").exists():
            mine[key] = amount

    def _give_back(self, found: Order, amount: int, key: str, shares: dict[str, int]) -> list[Refund]:
        by = self.lakshmi.chitra.as_actor()
        return refund_order(order=found, amount_paise=amount, key=key, by=by, at=self.at, why="torn", shares=shares)

    def mend(self, which: int, *, verb: str, cut: int | None) -> None:
        """A refund that did not arrive is asked for again, or given from the drawer."""
        failed = list(Refund.objects.filter(state=RefundState.FAILED).select_related("payment").order_by("pk"))
        if failed:
            one = failed[which % len(failed)]
            by = self.lakshmi.chitra.as_actor()
            self.do(lambda: mend_refund(refund=one, verb=verb, by=by, at=self.at, why="from the drawer"), cut=cut)
            if verb != "retry" and Refund.objects.get(pk=one.pk).state == RefundState.DONE:
                self.by_hand[one.payment.reference] += one.amount_paise

    def hand_in(self, *, cut: int | None = None) -> None:
        """Dev brings his cash to the till."""
        dev, by = self.lakshmi.dev, self.lakshmi.chitra.as_actor()
        store, key = self.lakshmi.store.pk, f"hand-in-{self.steps}"
        there = ledgers.cash_with(store_id=store, holder_id=dev.user_id)
        self.do(
            lambda: cash.hand_in(
                store_id=store, holder_id=dev.user_id, counted_paise=there, key=key, by=by, at=self.at, why=""
            ),
            cut=cut,
        )

    def be_kind(self, who: int) -> None:
        """Somebody is given store credit to make good."""
        customer = (self.lakshmi.asha, self.lakshmi.bilal)[who]
        key = f"kind-{self.steps}"
        by = self.lakshmi.chitra.as_actor()
        self.do(
            lambda: store_credit.give_goodwill(
                customer_id=customer.pk, amount_paise=300_00, key=key, by=by, at=self.at, why="bruised"
            )
        )
        self.goodwill[customer.pk] += 300_00

    # --- the worker ---------------------------------------------------------------------------------

    def work(self, *, jobs: int, weather: Weather = (), cut: int | None = None) -> None:
        """The worker does the oldest jobs. One that dies with the process is there the next time."""
        self.do(lambda: _work_off(list(OrmQ.objects.order_by("pk")[:jobs])), weather=weather, cut=cut)

    def poll(self, *, weather: Weather = (), cut: int | None = None) -> None:
        """The minute of the poller has come."""
        self.do(tasks.ask_gateways, weather=weather, cut=cut)

    def expire(self, *, weather: Weather = (), cut: int | None = None) -> None:
        """The minute of the expiry has come."""
        self.do(tasks.expire_orders, weather=weather, cut=cut)

    def read_post(self, *, cut: int | None = None) -> None:
        """Messages whose own job was lost are read."""
        self.do(post.read_webhooks, cut=cut)

    def let_pass(self, minutes: int) -> None:
        """Time goes by; what was long on its way to the bank arrives."""
        self.at += timedelta(minutes=minutes)
        self.do(self.bank.hear_late)

    # --- the bank and the post ----------------------------------------------------------------------

    def bring(self, which: int, *, times: int, cut: int | None = None) -> None:
        """One of the bank's messages comes, out of turn, so many times; 0: it is lost; -1: someone changed a word."""
        if self.waiting and times < 0:
            self.forge(which)
        elif self.waiting:
            message = self.waiting.pop(which % len(self.waiting))
            injected[{0: "message lost", 1: "message in any order"}.get(times, "message twice")] += 1
            for _time in range(times):
                self.do(lambda: self._receive(message), cut=cut)

    def _receive(self, message: Message) -> WebhookEvent | None:
        headers, body = letter(message)
        return inbox.receive(gateway=message.gateway, headers=headers, body=body, read=post.read_webhook, at=self.at)

    def forge(self, which: int) -> None:
        """Someone sends a message with a word changed."""
        if self.waiting:
            message = self.waiting[which % len(self.waiting)]
            headers, body = letter(message)
            injected["message forged"] += 1
            before = WebhookEvent.objects.count()
            forged = body.replace(message.reference.encode(), b"KM-1")
            self.do(lambda: inbox.receive(gateway=message.gateway, headers=headers, body=forged, read=post.read_webhook, at=self.at))  # fmt: skip
            assert WebhookEvent.objects.count() == before, "a forged message was kept"

    def replay(self, which: int) -> None:
        """A kept message is read once more."""
        kept = list(WebhookEvent.objects.order_by("pk"))
        if kept:
            event, by = kept[which % len(kept)], self.lakshmi.chitra.as_actor()
            self.do(lambda: inbox.replay(event=event, read=post.read_webhook, by=by, at=self.at))

    def send_on(self, which: int, *, arrives: bool) -> None:
        """A refund that was on its way arrives or not; one that had arrived may come back."""
        on_the_way: list[tuple[Held, str]] = [
            (held, key)
            for held in self.bank.charges.values()
            for key, one in held.returns.items()
            if one.stage == "sent" or (one.stage == "done" and not arrives)
        ]
        if on_the_way:
            held, key = on_the_way[which % len(on_the_way)]
            injected["refund arrives later" if arrives else "refund comes back"] += 1
            self.do(lambda: self.bank.send_on(held, key, arrives=arrives))

    def an_order(self, which: int) -> Order | None:
        """One of the orders there are."""
        numbers = list(Order.objects.order_by("pk").values_list("number", flat=True))
        if not numbers:
            return None
        return order_rows.of_store(store_id=self.lakshmi.store.pk, number=numbers[which % len(numbers)])


def actor_of(customer: Customer) -> Actor:
    """Who a customer is when they press."""
    return customer.user.as_customer() if customer.user is not None else GUEST


def _picked(line: OrderLine, place: int, pick: str) -> int:
    if pick == "none of the first" and place == 0:
        return 0
    if pick == "the most":
        return line.most_quantity
    if pick == "less":
        return line.quantity - (50 if line.is_loose else 1)
    return line.quantity


def _work_off(rows: list[OrmQ]) -> None:
    """Do jobs as the worker does, and take each from the queue when it is done. Mails are not about money."""
    for row in rows:
        job = row.task
        if not job["func"].endswith("send_messages"):
            import_string(job["func"])(*job["args"], **job["kwargs"])
        row.delete()
