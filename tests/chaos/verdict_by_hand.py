"""What must be true of what people did by hand: transfers to the shop's own address, khata, and the numbers they typed."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum

from kirana.payments import transfers
from kirana.payments.ledgers.models import KhataAccount, KhataEntry, KhataKind
from kirana.payments.models import Payment, Refund, UsedUtr
from kirana.payments.states import RefundState
from tests.chaos.till import Till


def by_hand_is_right(market: Till) -> Iterator[str]:
    """A sentence for everything of that which is wrong."""
    yield from _transfers_agree(market)
    yield from _khata_is_right(market)
    yield from _a_number_pays_once()


def _transfers_agree(market: Till) -> Iterator[str]:
    """Payment by payment: what came to the shop's address and what was sent from it, as its bank has it."""
    for payment in Payment.objects.filter(gateway=transfers.GATEWAY):
        came = market.came.get(payment.pk)
        done = payment.refunds.filter(state=RefundState.DONE)
        sent = [market.sent[refund.pk].amount_paise for refund in done if refund.pk in market.sent]
        theirs = (came.amount_paise if came else 0, sum(sent))
        ours = (payment.captured_paise, payment.refunded_paise)
        if ours != theirs:
            yield f"{payment}: {theirs} came and went, and we say {ours}"
        if came and payment.utr != came.utr:
            yield f"{payment} came by {came.utr}, and we say {payment.utr!r}"


def _khata_is_right(market: Till) -> Iterator[str]:
    """What somebody owes is what their orders put on the khata less what they paid, press by press."""
    for account in KhataAccount.objects.all():
        mine = {key: one for key, one in market.repaid.items() if one.customer == account.customer_id}
        rows = account.entries.filter(kind=KhataKind.REPAID).values_list("key", "change_paise", "means", "utr")
        written = {key: (-change, means, utr) for key, change, means, utr in rows}
        if written != {key: (one.amount_paise, one.means, one.utr) for key, one in mine.items()}:
            yield f"khata {account.pk}: {mine} was paid, and {written} is written"
        of_orders = account.entries.exclude(reference="").aggregate(sum=Sum("change_paise"))["sum"] or 0
        owed = of_orders - sum(one.amount_paise for one in mine.values())
        if account.balance_paise != owed:
            yield f"khata {account.pk} stands at {account.balance_paise}, and {owed} is owed"


def _a_number_pays_once() -> Iterator[str]:
    """Each transfer's number stands in one place, and is used up by what stands there."""
    typed = Counter(Payment.objects.exclude(utr="").values_list("utr", flat=True))
    at_the_door = Payment.objects.filter(gateway="upi_on_delivery").exclude(gateway_reference="")
    typed.update(at_the_door.values_list("gateway_reference", flat=True))
    typed.update(KhataEntry.objects.exclude(utr="").values_list("utr", flat=True))
    sent = Refund.objects.filter(payment__gateway=transfers.GATEWAY, state=RefundState.DONE)
    typed.update(sent.values_list("gateway_reference", flat=True))
    used = set(UsedUtr.objects.values_list("utr", flat=True))
    for utr, times in typed.items():
        if times > 1:
            yield f"the transfer {utr} is counted {times} times"
        if utr not in used:
            yield f"the transfer {utr} is counted, and not used up"
    for utr in used - set(typed):
        yield f"the transfer {utr} is used up, and counted nowhere"
