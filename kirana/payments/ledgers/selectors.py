"""Questions about the ledgers."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from kirana.core.errors import NotFound
from kirana.payments.ledgers.dues import with_dues
from kirana.payments.ledgers.models import (
    CashBox,
    CashEntry,
    CashKind,
    CreditAccount,
    KhataAccount,
    KhataEntry,
    KhataKind,
)


def khata_of(*, customer_id: int) -> KhataAccount | None:
    """A customer's khata, open or closed; None when they have none."""
    return KhataAccount.objects.filter(customer_id=customer_id).first()


def khata(*, store_id: int, account_id: int, on: date) -> KhataAccount:
    """A khata of this store with its customer and what is due of it on a day; `NotFound` when there is none."""
    accounts = with_dues(KhataAccount.objects.filter(store_id=store_id), on=on)
    found: KhataAccount | None = accounts.select_related("customer__user", "store").filter(pk=account_id).first()
    if found is None:
        raise NotFound()
    return found


def khatas(*, store_id: int, on: date, text: str = "", only: str = "") -> QuerySet[KhataAccount]:
    """The khatas of a store with what is due of them, the most owed first; `only` those `owing` or `overdue`."""
    found: Any = with_dues(KhataAccount.objects.filter(store_id=store_id), on=on).select_related("customer")
    if text:
        found = found.filter(Q(customer__name__icontains=text) | Q(customer__phone__contains=text.replace(" ", "")))
    if only == "owing":
        found = found.filter(balance_paise__gt=0)
    elif only == "overdue":
        found = found.filter(overdue_paise__gt=0)
    sorted_: QuerySet[KhataAccount] = found.order_by("-balance_paise", "pk")
    return sorted_


def khata_entries(*, account_id: int) -> QuerySet[KhataEntry]:
    """The lines of a khata, the newest first."""
    return KhataEntry.objects.filter(account_id=account_id).order_by("-pk")


def owed_to(*, store_id: int) -> int:
    """What all khatas of a store come to; what someone paid ahead does not lower what others owe."""
    owing = KhataAccount.objects.filter(store_id=store_id, balance_paise__gt=0)
    return owing.aggregate(n=Sum("balance_paise"))["n"] or 0


def credit_paise(*, customer_id: int) -> int:
    """What the shop keeps for a customer."""
    found = CreditAccount.objects.filter(customer_id=customer_id).values_list("balance_paise", flat=True)
    return found.first() or 0


def cash_boxes(*, store_id: int) -> list[CashBox]:
    """The till first, then whoever has held cash, by name."""
    boxes = CashBox.objects.filter(store_id=store_id).select_related("holder")
    return sorted(boxes, key=lambda box: (box.holder is not None, str(box.holder)))


def cash_with(*, store_id: int, holder_id: int | None) -> int:
    """The cash with a person, or in the till for None."""
    found = CashBox.objects.filter(store_id=store_id, holder_id=holder_id).values_list("balance_paise", flat=True)
    return found.first() or 0


def cash_entries(*, store_id: int) -> QuerySet[CashEntry]:
    """The lines of every box, the newest first."""
    found = CashEntry.objects.filter(account__store_id=store_id).select_related("account__holder")
    return found.order_by("-pk")


def cash_differences(*, store_id: int) -> QuerySet[CashEntry]:
    """The counts that found another amount than the books said, the newest first."""
    counts = cash_entries(store_id=store_id).filter(kind=CashKind.COUNT)
    return counts.exclude(change_paise=0)


def cash_out_since(*, store_id: int, before: datetime) -> QuerySet[CashBox]:
    """Riders' boxes with cash in them that nothing moved in since, with `last_at`."""
    last = CashEntry.objects.filter(account=OuterRef("pk")).order_by("-pk").values("at")[:1]
    out = CashBox.objects.filter(store_id=store_id, holder__isnull=False, balance_paise__gt=0)
    found: Any = out.annotate(last_at=Subquery(last)).select_related("holder").order_by("pk")
    old: QuerySet[CashBox] = found.filter(last_at__lt=before)
    return old


def silent_since(accounts: QuerySet[KhataAccount], *, before: datetime) -> QuerySet[KhataAccount]:
    """Those of the khatas on which nothing was paid since, with `last_paid_at`; None when nothing ever was."""
    paid = KhataEntry.objects.filter(account=OuterRef("pk"), kind=KhataKind.REPAID).order_by("-pk").values("at")[:1]
    found: Any = accounts.annotate(last_paid_at=Subquery(paid))
    silent: QuerySet[KhataAccount] = found.filter(
        Q(last_paid_at__lt=before) | Q(last_paid_at__isnull=True, opened_at__lt=before)
    )
    return silent
