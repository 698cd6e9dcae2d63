"""Which payment of ours a line of a settlement file is about."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kirana.payments.ledgers.models import LineKind, LineProblem, SettlementLine
from kirana.payments.models import Payment, Refund

AT_ONCE = 400  # ids asked for in one statement
Key = TypeVar("Key", str, int)
MATCHABLE = (LineKind.PAYMENT, LineKind.REFUND)


def match(lines: Sequence[SettlementLine]) -> None:
    """Set `payment` and `problem` of each line, by the gateway's ids and the amount. Writes nothing."""
    wanted = [line for line in lines if line.kind in MATCHABLE]
    ids = {id_ for line in wanted for id_ in line.ids}
    payments, refunds = _payments(ids), _refunds(ids)
    ours = {id(line): next((refunds[id_] for id_ in line.ids if id_ in refunds), None) for line in wanted}
    for line in wanted:
        refund, found = ours[id(line)], next((payments[id_] for id_ in line.ids if id_ in payments), None)
        line.payment = refund.payment if refund is not None else found
    told_whole = _told_whole(wanted)
    for line in wanted:
        line.problem = _problem(line, ours[id(line)], told_whole)


def _problem(line: SettlementLine, refund: Refund | None, told_whole: set[int]) -> LineProblem:
    payment = line.payment
    if payment is None:
        return LineProblem.NOBODYS
    if line.kind == LineKind.PAYMENT:
        amounts: set[int] = {payment.captured_paise, payment.amount_paise}
    elif refund is not None:
        amounts = {-refund.amount_paise}
    else:
        # Of what was held less may have been taken: where the payment's line was for the whole, the rest comes as a
        # refund of the gateway's own, once. Any other was made on the gateway's own page, and we have not heard of it.
        amounts = {payment.captured_paise - payment.amount_paise} if payment.pk in told_whole else set()
        told_whole.discard(payment.pk)
    return LineProblem.NONE if line.gross_paise in amounts else LineProblem.OTHER_AMOUNT


def _told_whole(lines: Sequence[SettlementLine]) -> set[int]:
    """The payments of which less was taken than their line says, here or in an earlier file."""
    less = {line.payment.pk: line.payment.amount_paise for line in lines if line.payment and _took_less(line.payment)}
    told = [(line.payment_id, line.gross_paise) for line in lines if line.kind == LineKind.PAYMENT]
    for some in _batches(less):
        counted = SettlementLine.objects.filter(payment__in=some, kind=LineKind.PAYMENT, is_counted=True)
        told += counted.values_list("payment_id", "gross_paise")
    return {key for key, paise in told if key is not None and less.get(key) == paise}


def _took_less(payment: Payment) -> bool:
    return payment.captured_paise < payment.amount_paise


def _payments(ids: Iterable[str]) -> dict[str, Payment]:
    found: dict[str, Payment] = {}
    for some in _batches(ids):
        found |= {one.gateway_reference: one for one in Payment.objects.filter(gateway_reference__in=some)}
    return found


def _refunds(ids: Iterable[str]) -> dict[str, Refund]:
    found: dict[str, Refund] = {}
    for some in _batches(ids):
        rows = Refund.objects.filter(gateway_reference__in=some).select_related("payment")
        found |= {one.gateway_reference: one for one in rows}
    return found


def _batches(ids: Iterable[Key]) -> Iterable[list[Key]]:
    sorted_ = sorted(ids)
    return (sorted_[start : start + AT_ONCE] for start in range(0, len(sorted_), AT_ONCE))
