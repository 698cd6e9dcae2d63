"""What came and went since the shop began, up to a moment, book by book; and where everything stands now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from kirana.payments.ledgers.models import (
    CashBox,
    CashEntry,
    CreditAccount,
    CreditEntry,
    KhataAccount,
    KhataEntry,
    LineKind,
    LineProblem,
    SettlementLine,
)
from kirana.payments.models import Payment, PaymentStateChange, Refund, RefundStateChange
from kirana.payments.states import PaymentState, RefundState

Totals = dict[str, int]


def totals(*, store_id: int, until: datetime) -> Totals:
    """Every figure of the books as `book:kind`, in paise; those that are nothing are left out."""
    found: Totals = {}
    found |= _named("captured", _captured(until), "gateway", "captured_paise")
    found |= _named("refunded", _refunded(until), "payment__gateway", "amount_paise")
    entries: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("khata", KhataEntry.objects.filter(account__store_id=store_id, at__lte=until)),
        ("credit", CreditEntry.objects.filter(at__lte=until)),
        ("cash", CashEntry.objects.filter(account__store_id=store_id, at__lte=until)),
    )
    for book, rows in entries:
        found |= _named(book, rows, "kind", "change_paise")
    found |= _settled(store_id, until)
    return {name: paise for name, paise in found.items() if paise}


def balances(*, store_id: int) -> list[tuple[str, str, int]]:
    """Where money stands: what it is, whose, how much."""
    owed = KhataAccount.objects.filter(store_id=store_id).aggregate(n=Sum("balance_paise"))["n"] or 0
    kept = CreditAccount.objects.aggregate(n=Sum("balance_paise"))["n"] or 0
    boxes = CashBox.objects.filter(store_id=store_id).select_related("holder").order_by("pk")
    tills = [("till", "", box.balance_paise) for box in boxes if box.holder is None]
    bags = [("rider", str(box.holder), box.balance_paise) for box in boxes if box.holder is not None]
    return [*tills, *bags, ("khata", "", owed), ("credit", "", kept)]


def counted_orders(*, until: datetime) -> int:
    """How many payments had been taken by then."""
    return _captured(until).aggregate(n=Count("pk"))["n"] or 0


def _captured(until: datetime) -> QuerySet[Payment]:
    taken = PaymentStateChange.objects.filter(subject=OuterRef("pk"), to_state=PaymentState.CAPTURED, at__lte=until)
    return Payment.objects.filter(Exists(taken), captured_paise__gt=0)


def _refunded(until: datetime) -> QuerySet[Refund]:
    """Given back by then, and not come back since."""
    done = RefundStateChange.objects.filter(subject=OuterRef("pk"), to_state=RefundState.DONE, at__lte=until)
    return Refund.objects.filter(Exists(done), state=RefundState.DONE)


def _settled(store_id: int, until: datetime) -> Totals:
    lines = SettlementLine.objects.filter(file__store_id=store_id, is_counted=True, file__at__lte=until)
    lines = lines.exclude(problem=LineProblem.KNOWN)
    paid_out = lines.filter(kind=LineKind.PAYOUT).aggregate(n=Sum("gross_paise"))["n"] or 0
    names = {"gross": "gross_paise", "fee": "fee_paise", "tax": "tax_paise", "net": "net_paise"}
    sums = lines.exclude(kind=LineKind.PAYOUT).aggregate(**{name: Sum(column) for name, column in names.items()})
    return {f"settled:{name}": sums[name] or 0 for name in names} | {"settled:to the bank": -paid_out}


def _named(book: str, rows: QuerySet[Any], by: str, amount: str) -> Totals:
    sums: Iterable[tuple[str, int]] = rows.order_by().values_list(by).annotate(Sum(amount))
    return {f"{book}:{kind}": paise for kind, paise in sums}
