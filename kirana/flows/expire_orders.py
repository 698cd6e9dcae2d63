"""Orders whose placing was begun and never finished: the gateway is asked a last time, then everything goes back."""

import logging
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from kirana.core import locks
from kirana.core.actors import system
from kirana.flows.ask_gateways import ask_payment
from kirana.flows.settle_payment import give_up
from kirana.orders import selectors as order_rows
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.payments.gateways.contract import GatewayError

PATIENCE = timedelta(minutes=15)
BY = system("expiry")
WHY = gettext_noop("not finished in time")
log = logging.getLogger(__name__)


def expire_orders(*, at: datetime) -> int:
    """Give up every order that has been pending for longer than `PATIENCE`; returns how many.

    Who has paid meanwhile gets the order. What is only held, or not known, is let go; money that comes in spite of
    that takes the order up again or goes back (`flows.settle_payment`).
    """
    overdue = order_rows.pending_since(before=at - PATIENCE)
    return sum(_expire(order, at) for order in overdue)


def _expire(order: Order, at: datetime) -> bool:
    _ask_a_last_time(order, at)
    with locks.transaction():
        now = order_rows.lock(order_id=order.pk)
        if now.state == OrderState.PENDING:
            give_up(order=now, by=BY, at=at, why=WHY)
    return now.state == OrderState.CANCELLED


def _ask_a_last_time(order: Order, at: datetime) -> None:
    """Hear how each payment ended that the gateway knows of; one that it never heard of is not begun now."""
    for payment in payment_rows.unanswered(reference=order.number):
        if not payment.gateway_reference:
            continue
        try:
            ask_payment(payment=payment, by=BY, at=at)
        except GatewayError as error:
            log.warning("%s could not be asked about before %s was given up: %s", payment, order, error)
        except payments.PaymentDeclined as declined:
            log.info("%s: %s", payment, declined)
