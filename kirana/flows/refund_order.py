"""Giving money back from the counter: all of it, an amount, or line by line. Pressing twice is one refund.

The money goes back to where it came from, what was paid last first. What the shop gives back lowers what the order
owes (`flows.square_up`), so that the books stay right; what was invoiced is taken back by a credit note.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.flows.credit_order import credit_order
from kirana.flows.give_back import begin_refund, out_of_the_till
from kirana.flows.square_up import BILL_IS_FINAL, ask_soon
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order
from kirana.payments import selectors as payment_rows
from kirana.payments.models import Payment, Refund, RefundKind
from kirana.payments.services import refunds


class BillNotFinal(ShopError):
    code = "bill_not_final"
    sentence = _("The bill is not final before the order is packed. Leave things out, or cancel the order.")


class MoreThanTheLine(ShopError):
    code = "more_than_the_line"
    status = 422
    sentence = _("Only %(left)s of %(name)s is left to give back.")


def refund_order(
    *,
    order: Order,
    amount_paise: int,
    key: str,
    by: Actor,
    at: datetime,
    why: str,
    shares: Mapping[str, int] | None = None,
) -> list[Refund]:
    """Give so much of an order's money back; the gateways are asked by a job. The same key again is the same refund.

    `shares` are paise by the order's line and sum to the amount. What was paid in cash comes out of the till here and
    now. Raises `BillNotFinal`, `MoreThanTheLine`, `NothingToRefund`, `MoreThanPaid` and `NotEnoughCash`; nothing was
    written then.
    """
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        known = payment_rows.refunds_by_key(prefix=_prefix(key))
        if known:
            return known
        if now.state not in BILL_IS_FINAL:
            raise BillNotFinal()
        _refuse_more_than_lines(now, shares or {})
        made = _spread(now, amount_paise, key, shares or {}, by=by, at=at, why=why)
        _credit(now, amount_paise, shares or {}, by=by, at=at, why=why)
        audit.record(
            action="payments.refund", subject=f"order:{now.number}", by=by, at=at, amount_paise=amount_paise, why=why
        )
        ask_soon(now.number)
    return made


def where_it_goes(*, order: Order, amount_paise: int) -> list[tuple[Payment, int]]:
    """To which payments so much would go back, and how much to each; nothing is written. Raises as `refund_order`."""
    if order.state not in BILL_IS_FINAL:
        raise BillNotFinal()
    return _split(payment_rows.of_reference(reference=order.number), amount_paise)


def _prefix(key: str) -> str:
    return f"goods-{key}-"


def _spread(
    order: Order, amount_paise: int, key: str, shares: Mapping[str, int], *, by: Actor, at: datetime, why: str
) -> list[Refund]:
    """A refund of each payment that has to give, the last first."""
    made: list[Refund] = []
    for payment, part in _split(payment_rows.lock_all(reference=order.number), amount_paise):
        facts = {"kind": str(RefundKind.GOODS), "key": f"{_prefix(key)}{payment.pk}"}
        mine = shares if not made else {}
        made.append(
            begin_refund(
                order=order, payment=payment, amount_paise=part, facts=facts, shares=mine, by=by, at=at, why=why
            )
        )
    return made


def _split(payments: list[Payment], amount_paise: int) -> list[tuple[Payment, int]]:
    """What each payment gives of what it has, the last first; in the order in which accounts are locked."""
    paid = [(payment, payment_rows.left_to_give_paise(payment=payment)) for payment in payments]
    left = sum(paise for _payment, paise in paid)
    if amount_paise <= 0:
        raise refunds.NothingToRefund()
    if amount_paise > left:
        raise refunds.MoreThanPaid(left=format_rupees(left))
    parts = []
    for payment, left in reversed(paid):
        part = min(left, amount_paise)
        amount_paise -= part
        if part:
            parts.append((payment, part))
    return parts[::-1]


def _credit(order: Order, amount_paise: int, shares: Mapping[str, int], *, by: Actor, at: datetime, why: str) -> None:
    """What was invoiced is taken back by a credit note, for the same lines."""
    if not shares:
        credit_order(order=order, amount_paise=amount_paise, by=by, at=at, why=why)
        return
    positions = {str(line.pk): line.position for line in order_rows.lines(order_id=order.pk)}
    lines = {positions[line_id]: paise for line_id, paise in shares.items()}
    credit_order(order=order, lines=lines, by=by, at=at, why=why)


def _refuse_more_than_lines(order: Order, shares: Mapping[str, int]) -> None:
    """No line gives back more than it cost, over all its refunds: one that did not arrive is mended, not given anew."""
    if not shares:
        return
    given: dict[str, int] = {}
    for refund in payment_rows.refunds_of(reference=order.number):
        for line_id, paise in refund.shares.items():
            given[line_id] = given.get(line_id, 0) + paise
    lines = {str(line.pk): line for line in order_rows.lines(order_id=order.pk)}
    for line_id, paise in shares.items():
        line = lines[line_id]
        left = line.total_paise - given.get(line_id, 0)
        if paise > left:
            raise MoreThanTheLine(left=format_rupees(left), name=line.name)


def mend_refund(*, refund: Refund, verb: str, by: Actor, at: datetime, why: str = "") -> None:
    """A refund that did not arrive: `retry` asks once more, `in_cash` gives it out of the till, `by_hand` otherwise.

    Raises `IllegalMove` for one that did not fail, `MoreThanPaid` when its money was given back meanwhile, and
    `NotEnoughCash` when the till has too little; nothing was written then.
    """
    with locks.transaction():
        order = order_rows.lock_number(number=refund.payment.reference)
        payment = payment_rows.lock(payment_id=refund.payment_id)
        now = payment_rows.lock_refund(refund_id=refund.pk)
        if verb == "retry":
            refunds.retry(refund=now, payment=payment, by=by, at=at)
            ask_soon(payment.reference)
        else:
            refunds.give_by_hand(refund=now, payment=payment, by=by, at=at, why=why)
        if verb == "in_cash" and order is not None:
            out_of_the_till(order=order, refund=now, by=by, at=at, why=why)
        audit.record(action=f"payments.refund_{verb}", subject=f"refund:{now.pk}", by=by, at=at, why=why)
