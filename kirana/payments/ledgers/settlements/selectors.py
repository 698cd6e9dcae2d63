"""Questions about settlement files."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from kirana.core.errors import NotFound
from kirana.payments.ledgers.models import LineProblem, SettlementFile, SettlementLine
from kirana.payments.models import Payment


def files(*, store_id: int, limit: int = 50) -> list[SettlementFile]:
    """The latest files, with how many lines each has and how many of them ask for a look."""
    wrong = ~Q(lines__problem__in=[LineProblem.NONE, LineProblem.KNOWN])
    found = SettlementFile.objects.filter(store_id=store_id)
    counted = found.annotate(line_count=Count("lines"), open_count=Count("lines", filter=wrong))
    return list(counted.order_by("-pk")[:limit])


def file(*, store_id: int, file_id: int) -> SettlementFile:
    """A file of this store; `NotFound` when there is none."""
    found = SettlementFile.objects.filter(store_id=store_id, pk=file_id).first()
    if found is None:
        raise NotFound()
    return found


def sums(*, file_id: int) -> dict[str, int]:
    """What the readable lines of a file come to that are not payouts: gross, fee, tax, net."""
    lines = SettlementLine.objects.filter(file_id=file_id).exclude(kind="payout")
    names = ("gross_paise", "fee_paise", "tax_paise", "net_paise")
    found = lines.aggregate(**{name.removesuffix("_paise"): Sum(name) for name in names})
    return {name: found[name] or 0 for name in found}


def lines(*, file_id: int, problem: str = "") -> QuerySet[SettlementLine]:
    """The lines of a file in its order; those with this problem, when one is named."""
    found = SettlementLine.objects.filter(file_id=file_id).select_related("payment").order_by("row_number")
    return found.filter(problem=problem) if problem else found


def unmatched(*, store_id: int) -> QuerySet[SettlementLine]:
    """The lines in the books that fit no payment or refund of ours, the oldest first."""
    counted = SettlementLine.objects.filter(file__store_id=store_id, is_counted=True)
    return counted.exclude(problem=LineProblem.NONE).select_related("payment", "file").order_by("pk")


def counted_lines(*, store_id: int) -> int:
    """How many lines are in the books."""
    return SettlementLine.objects.filter(file__store_id=store_id, is_counted=True).count()


def not_paid_out(*, gateways: Sequence[str], before: datetime) -> int:
    """How many payments that these gateways took before then are in no settlement file."""
    taken = Payment.objects.filter(gateway__in=gateways, captured_paise__gt=0, started_at__lt=before)
    return taken.exclude(settled_by__is_counted=True).count()
