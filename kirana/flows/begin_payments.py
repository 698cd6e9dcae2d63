"""How an order is to be paid, written in the transaction that makes the order.

What is paid at the door is for the bill; everything else is for the most that weighing may make of it (decision
0016). Store credit may pay a part and one other way the rest. An account with the shop is charged here and now.
"""

from datetime import datetime

from kirana.core.actors import Actor
from kirana.core.errors import NotAllowed
from kirana.orders.models import Order
from kirana.payments import gateways, payers, ways
from kirana.payments import services as payments
from kirana.payments.ledgers import methods

CREDIT = "store_credit"


def begin_payments(
    *, order: Order, account_of: int | None, use_credit: bool, keep_way: bool = False, by: Actor, at: datetime
) -> bool:
    """Begin the payments of an order being made; says whether a gateway is to be asked for any of them.

    `account_of` is the customer who is signed in; `keep_way`: they asked that the gateway keep how they pay. Raises
    what the account raises when it has no room, and `NotAllowed` when it is not the one who orders.
    """
    method = order.payment_method
    credit = _credit_part(order, account_of) if use_credit and method != CREDIT else 0
    if credit:
        _charge(order, CREDIT, credit, account_of, by=by, at=at)
    whole = order.total_paise if ways.is_paid_at_the_door(method) else order.cap_paise
    rest = whole - credit
    # What is paid at the door may come to more on the scale: then even nothing is promised, to follow the bill.
    if rest <= 0 and order.cap_paise <= credit:
        return False
    if ways.is_on_account(method):
        _charge(order, method, rest, account_of, by=by, at=at)
        return False
    payer, keeps = _payer(order, account_of, keep_way)
    payments.begin(
        reference=order.number, gateway=method, amount_paise=rest, payer=payer, keeps_payer=keeps, by=by, at=at
    )
    return True


def _payer(order: Order, account_of: int | None, keep_way: bool) -> tuple[str, bool]:
    """What the gateway calls who is signed in, and whether to keep how they pay; of nobody else."""
    method = order.payment_method
    if account_of is None or account_of != order.customer_id or not gateways.by_code(method).can_keep:
        return "", False
    return payers.payer_of(customer_id=account_of, gateway=method), keep_way


def _credit_part(order: Order, account_of: int | None) -> int:
    if account_of is None:
        return 0
    return min(methods.by_code(CREDIT).room(customer_id=account_of), order.total_paise)


def _charge(order: Order, method: str, amount_paise: int, account_of: int | None, *, by: Actor, at: datetime) -> None:
    if account_of is None or account_of != order.customer_id:
        raise NotAllowed()
    payments.begin_on_account(
        reference=order.number, method=method, customer_id=account_of, amount_paise=amount_paise, by=by, at=at
    )
