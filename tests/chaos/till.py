"""What is done by hand: khata paid off, transfers to the shop's own UPI address, and what goes on at the bank's own page.

Nobody tells a program of a transfer. Shoppers pay when they like, also after their order was given up; Chitra looks
into the bank's app, types what she finds there, and sends from it what is to go back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kirana.flows import confirm_transfer, keep_khata, tasks
from kirana.orders.models import Order
from kirana.payments import transfers
from kirana.payments.ledgers.models import KhataAccount, Means
from kirana.payments.ledgers.settlements import services as settlements
from kirana.payments.models import Payment, UsedUtr
from tests.chaos.faults import injected
from tests.chaos.market import SHOWN_AGAIN, Market
from tests.chaos.statement import statement
from tests.chaos.witness import Held

LEAST_PAISE = 50_00


@dataclass(frozen=True)
class Transfer:
    """Money that came to the shop's own address, or left it."""

    utr: str
    reference: str
    amount_paise: int


@dataclass(frozen=True)
class Repayment:
    """What somebody paid off their khata with one press."""

    customer: int
    amount_paise: int
    means: Means
    utr: str


@dataclass
class Till(Market):
    """The market, with what the shop's own account at its bank remembers."""

    came: dict[int, Transfer] = field(default_factory=dict)  # by payment
    sent: dict[int, Transfer] = field(default_factory=dict)  # by refund
    repaid: dict[str, Repayment] = field(default_factory=dict)  # by the key of the form

    def came_for(self, number: str) -> int:
        """What came for an order to the shop's own address."""
        return sum(one.amount_paise for one in self.came.values() if one.reference == number)

    def sent_for(self, number: str) -> int:
        """What was sent back of it from the shop's UPI app."""
        return sum(one.amount_paise for one in self.sent.values() if one.reference == number)

    # --- khata --------------------------------------------------------------------------------------

    def repay(self, who: int, *, percent: int, means: str, utr: str, is_again: bool, cut: int | None) -> None:
        """Somebody pays off a part of their khata; `is_again` presses the last button once more."""
        customer = (self.lakshmi.asha, self.lakshmi.bilal)[who]
        account = KhataAccount.objects.get(customer=customer)
        if is_again and self.repaid:
            key = list(self.repaid)[-1]
            account = KhataAccount.objects.get(customer=self.repaid[key].customer)
        else:
            key = f"repaid-{len(self.repaid)}"
            amount = max(LEAST_PAISE, account.balance_paise * percent // 100)
            shown = self.utr(utr) if means == Means.UPI else ""
            self.repaid[key] = Repayment(customer.pk, amount, Means(means), shown)
        self.do(lambda: self._repay(account, key), cut=cut)
        if not account.entries.filter(key=key).exists():  # refused, or cut off: nothing was taken
            del self.repaid[key]

    def _repay(self, account: KhataAccount, key: str) -> None:
        one, by = self.repaid[key], self.lakshmi.chitra.as_actor()
        keep_khata.repay(
            account=account, amount_paise=one.amount_paise, means=one.means, utr=one.utr, key=key, by=by, at=self.at
        )

    # --- the shop's own UPI address -----------------------------------------------------------------

    def pay_by_upi(self, which: int) -> None:
        """A shopper scans the code, whether their order is still waited for or not."""
        payments = Payment.objects.filter(gateway=transfers.GATEWAY).exclude(pk__in=self.came).order_by("pk")
        if payments:
            one = payments[which % len(payments)]
            if one.state != "started":
                injected["transfer after the order was given up"] += 1
            self.came[one.pk] = Transfer(self.utr(""), one.reference, one.amount_paise)

    def confirm(self, which: int, *, utr: str, cut: int | None = None) -> None:
        """Chitra found a transfer; or she types a number that was used up, for an order that waits for its own."""
        if utr == SHOWN_AGAIN:
            waiting = Payment.objects.filter(gateway=transfers.GATEWAY, captured_paise=0).exclude(pk__in=self.came)
            keys = list(waiting.order_by("pk").values_list("pk", flat=True)) if UsedUtr.objects.exists() else []
        else:
            keys = list(self.came)
        if keys:
            key = keys[which % len(keys)]
            self.do(self._received(key, self.utr(utr) if utr == SHOWN_AGAIN else self.came[key].utr), cut=cut)

    def _received(self, key: int, utr: str) -> Callable[[], object]:
        by = self.lakshmi.chitra.as_actor()
        return lambda: confirm_transfer.received(payment_id=key, utr=utr, by=by, at=self.at)

    def not_received(self, which: int, *, cut: int | None = None) -> None:
        """Chitra does not wait for a transfer any longer."""
        payments = Payment.objects.filter(gateway=transfers.GATEWAY, state="started").order_by("pk")
        if payments:
            one, by = payments[which % len(payments)], self.lakshmi.chitra.as_actor()
            self.do(
                lambda: confirm_transfer.not_received(payment_id=one.pk, by=by, at=self.at, why="not there"), cut=cut
            )

    def send_back(self, which: int, *, cut: int | None = None) -> None:
        """Chitra sends a refund from the shop's UPI app, once, and types its number until it is written down."""
        references = list(Order.objects.values_list("number", flat=True))
        waiting = transfers.to_send(references=references)
        if waiting:
            one, by = waiting[which % len(waiting)], self.lakshmi.chitra.as_actor()
            if one.pk not in self.sent:
                self.sent[one.pk] = Transfer(self.utr(""), one.payment.reference, one.amount_paise)
            utr = self.sent[one.pk].utr
            self.do(lambda: confirm_transfer.sent_back(refund_id=one.pk, utr=utr, by=by, at=self.at), cut=cut)

    # --- the bank's own page ------------------------------------------------------------------------

    def give_back_by_page(self, which: int, *, percent: int) -> None:
        """Somebody gives money back on the bank's own page. The shop hears of it by a message, or never."""
        taken = [held for held in self.bank.charges.values() if held.net_paise > 0]
        if taken:
            held: Held = taken[which % len(taken)]
            injected["given back on the bank's own page"] += 1
            self.do(lambda: self.bank.give_back_by_page(held, max(1, held.net_paise * percent // 100)))

    def bring_statement(self, *, cut: int | None = None) -> None:
        """What the bank says it has paid out until now is brought into the books."""
        if any(held.taken_paise for held in self.bank.charges.values()):
            self.do(self._bring_statement, cut=cut)

    def _bring_statement(self) -> None:
        by, store = self.lakshmi.chitra.as_actor(), self.lakshmi.store.pk
        file = settlements.read_file(store_id=store, file=statement(self.bank), name="paid.csv", by=by, at=self.at)
        settlements.apply_file(file_id=file.pk, by=by, at=self.at)
        tasks.match_settlements()

    def close_up(self) -> None:
        """The evening: every transfer that came is looked up, and whatever is to be sent is sent."""
        for place in range(len(self.came)):
            self.confirm(place, utr="")
        for _each in transfers.to_send(references=list(Order.objects.values_list("number", flat=True))):
            self.send_back(0)
