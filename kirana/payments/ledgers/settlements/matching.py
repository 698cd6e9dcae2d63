"""Which payment of ours a line of a settlement file is about."""

from collections.abc import Iterable, Sequence

from kirana.payments.ledgers.models import LineKind, LineProblem, SettlementLine
from kirana.payments.models import Payment, Refund

AT_ONCE = 400  # ids asked for in one statement
MATCHABLE = (LineKind.PAYMENT, LineKind.REFUND)


def match(lines: Sequence[SettlementLine]) -> None:
    """Set `payment` and `problem` of each line, by the gateway's ids and the amount. Writes nothing."""
    wanted = [line for line in lines if line.kind in MATCHABLE]
    ids = {id_ for line in wanted for id_ in line.ids}
    payments, refunds = _payments(ids), _refunds(ids)
    for line in wanted:
        refund = next((refunds[id_] for id_ in line.ids if id_ in refunds), None)
        found = next((payments[id_] for id_ in line.ids if id_ in payments), None)
        line.payment = refund.payment if refund is not None else found
        line.problem = _problem(line, refund)


def _problem(line: SettlementLine, refund: Refund | None) -> LineProblem:
    payment = line.payment
    if payment is None:
        return LineProblem.NOBODYS
    if line.kind == LineKind.PAYMENT:
        # Of what was held less may have been taken; the rest then comes as a refund of the gateway's own.
        amounts: set[int] = {payment.captured_paise, payment.amount_paise}
    else:
        amounts = {-refund.amount_paise} if refund else {payment.captured_paise - payment.amount_paise}
    return LineProblem.NONE if line.gross_paise in amounts else LineProblem.OTHER_AMOUNT


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


def _batches(ids: Iterable[str]) -> Iterable[list[str]]:
    sorted_ = sorted(ids)
    return (sorted_[start : start + AT_ONCE] for start in range(0, len(sorted_), AT_ONCE))
