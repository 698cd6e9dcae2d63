"""What a shopper is told as their order moves: a message in the outbox, in the transaction of its cause.

By mail now, when they gave an address; phone channels join here.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kirana.core import jobs, outbox
from kirana.core.money import format_rupees
from kirana.notifications.tasks import send_messages
from kirana.orders.models import Order
from kirana.payments.models import Refund


def order_placed(*, order: Order, at: datetime) -> None:
    """We have your order."""
    _tell(order, "order_placed", at)


def order_accepted(*, order: Order, at: datetime) -> None:
    """The shop has taken it on."""
    _tell(order, "order_accepted", at)


def order_packed(*, order: Order, at: datetime) -> None:
    """It is packed, and the bill is final."""
    _tell(order, "order_packed", at)


def order_out(*, order: Order, at: datetime) -> None:
    """It is on its way."""
    _tell(order, "order_out", at, rider=str(order.rider))


def order_delivered(*, order: Order, at: datetime) -> None:
    """It is with you."""
    _tell(order, "order_delivered", at)


def order_cancelled(*, order: Order, why: str, at: datetime) -> None:
    """It has been called off."""
    _tell(order, "order_cancelled", at, why=why)


def order_refunded(*, order: Order, refund: Refund, at: datetime) -> None:
    """Money is on its way back to you; each refund says so, also when several leave at once."""
    amount = format_rupees(refund.amount_paise, order.language)
    _tell(order, "order_refunded", at, once=f"{refund.pk}-{refund.attempt}", amount=amount, why=refund.reason)


def _page_of(order: Order) -> str:
    with translation.override(order.language):
        return reverse("order", kwargs={"token": order.token})


def _tell(order: Order, template: str, at: datetime, *, once: str = "", **facts: Any) -> None:
    """Post a message; `once` is what it is told of one time only, the second of the move where nothing else is said."""
    if not order.email:
        return
    outbox.post(
        channel="mail",
        address=order.email,
        template=template,
        language=order.language,
        dedupe_key=f"{template}:{order.number}:{once or f'{at:%Y%m%dT%H%M%S}'}",
        at=at,
        facts={
            "name": order.first_name,
            "number": order.number,
            "total": format_rupees(order.total_paise, order.language),
            "shop": order.store.name_in(order.language),
            "shop_phone": order.store.phone,
            "link": settings.SITE_URL + _page_of(order),
            **facts,
        },
    )
    jobs.enqueue(send_messages)
