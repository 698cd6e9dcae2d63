"""What must be true between the payments of orders and the ledgers: what is taken in one book stands in the other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, Sum

from kirana.core.money import format_rupees
from kirana.payments.ledgers.models import CashEntry, CashKind, CreditEntry, CreditKind, KhataEntry, KhataKind, Means
from kirana.payments.models import Payment, Refund
from kirana.payments.states import PaymentState, RefundState

CASH = "cash_on_delivery"
Sums = dict[str, int]


def check() -> Iterator[str]:
    """A sentence for every payment whose money is not in its ledger, and for every entry that nobody paid."""
    yield from _cash_fits()
    yield from _cash_given_back_fits()
    given = KhataEntry.objects.filter(kind__in=[KhataKind.GIVEN, KhataKind.RETURNED]).exclude(reference="")
    yield from _on_account_fits("khata", _by_reference(given))
    spent = CreditEntry.objects.filter(kind__in=[CreditKind.SPENT, CreditKind.RETURNED])
    yield from _on_account_fits("store_credit", {name: -paise for name, paise in _by_reference(spent).items()})


def _cash_fits() -> Iterator[str]:
    """Cash that was taken, for an order or a khata, is in somebody's hands, to the paisa."""
    taken = dict(CashEntry.objects.filter(kind=CashKind.TAKEN).values_list("key", "change_paise"))
    of_orders = Payment.objects.filter(gateway=CASH, state=PaymentState.CAPTURED)
    paid = of_orders.values_list("pk", "reference", "captured_paise")
    for key, reference, paise in paid.iterator():
        found = taken.pop(f"payment-{key}", 0)
        if found != paise:
            yield f"{reference}: {format_rupees(paise)} was paid in cash, but {format_rupees(found)} came into the cash"
    repaid = KhataEntry.objects.filter(means=Means.CASH).values_list("pk", "account_id", "change_paise")
    for key, account, change in repaid.iterator():
        found = taken.pop(f"khata-{key}", 0)
        if found != -change:
            repaid_words, found_words = format_rupees(-change), format_rupees(found)
            yield f"khata {account}: {repaid_words} was repaid in cash, but {found_words} came into the till"
    for name, paise in taken.items():
        yield f"{format_rupees(paise)} of cash was taken for {name}, which nobody paid"


def _cash_given_back_fits() -> Iterator[str]:
    """What was given back of cash came out of the till, and nothing came out for a refund that was not given."""
    out = CashEntry.objects.filter(kind=CashKind.PAID_OUT, key__startswith="refund-")
    given = {key: -change for key, change in out.values_list("key", "change_paise")}
    done = Refund.objects.filter(state=RefundState.DONE).values_list(
        "pk", "attempt", "amount_paise", "payment__reference", "payment__gateway"
    )
    for pk, attempt, paise, reference, gateway in done.iterator():
        found = given.pop(f"refund-{pk}-{attempt}", 0 if gateway == CASH else paise)
        if found != paise:
            yield f"{reference}: {format_rupees(paise)} was given back, but {format_rupees(found)} came out of the till"
    for key, paise in given.items():
        yield f"{format_rupees(paise)} came out of the till for {key}, which was not given back"


def _on_account_fits(code: str, charged: Sums) -> Iterator[str]:
    """What orders were paid with on account is what their accounts were charged."""
    payments = Payment.objects.filter(gateway=code, state=PaymentState.CAPTURED)
    paid = _sums(payments.values_list("reference").annotate(Sum("captured_paise")))
    back = Refund.objects.filter(payment__gateway=code, state=RefundState.DONE)
    for reference, paise in back.order_by().values_list("payment__reference").annotate(Sum("amount_paise")):
        paid[reference] = paid.get(reference, 0) - paise
    for reference in sorted({*paid, *charged}):
        ours, theirs = paid.get(reference, 0), charged.get(reference, 0)
        if ours != theirs:
            yield f"{reference}: {format_rupees(ours)} of {code} pays for it, but {format_rupees(theirs)} is charged"


def _by_reference(entries: QuerySet[Any]) -> Sums:
    return _sums(entries.order_by().values_list("reference").annotate(Sum("change_paise")))


def _sums(rows: QuerySet[Any, Any]) -> Sums:
    return {reference: paise for reference, paise in rows if paise}
