"""What Asha is told as her order moves: in the transaction of its cause, in her language, once."""

import pytest
from django.conf import settings
from django_q.models import OrmQ

from kirana.core import locks
from kirana.core.outbox import Delivery, OutboxMessage
from kirana.flows import tell
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.models import Payment, RefundKind
from kirana.payments.services import refunds
from tests.cast import BY, LATER, Lakshmi

VERBS = {
    "order_placed": lambda order: tell.order_placed(order=order, at=LATER),
    "order_accepted": lambda order: tell.order_accepted(order=order, at=LATER),
    "order_packed": lambda order: tell.order_packed(order=order, at=LATER),
    "order_out": lambda order: tell.order_out(order=order, at=LATER),
    "order_delivered": lambda order: tell.order_delivered(order=order, at=LATER),
    "order_cancelled": lambda order: tell.order_cancelled(order=order, why="no rider today", at=LATER),
}
MORE = {"order_out": {"rider": "Dev Kumar"}, "order_cancelled": {"why": "no rider today"}}


def an_order(lakshmi: Lakshmi, **changes: str) -> Order:
    """Asha's ₹570, as it is when Dev has it; nothing told yet."""
    order = lakshmi.a_placed_order(wish=changes, atta=2)
    order.rider = lakshmi.dev.user
    OutboxMessage.objects.all().delete()
    OrmQ.objects.all().delete()
    return order


@pytest.mark.parametrize("template", VERBS)
def test_a_message_has_all_that_its_words_need(lakshmi, template):
    order = an_order(lakshmi)
    VERBS[template](order)
    message = OutboxMessage.objects.get()
    assert (message.channel, message.address, message.language) == ("mail", "asha@example.com", "en")
    assert (message.template, message.state, message.attempts) == (template, Delivery.WAITING, 0)
    assert (message.created_at, message.due_at) == (LATER, LATER)
    assert message.facts == {
        "name": "Asha",
        "number": order.number,
        "total": "₹570",
        "shop": "Lakshmi Stores",
        "shop_phone": "+918040012345",
        "link": f"{settings.SITE_URL}/orders/{order.token}/",
        **MORE.get(template, {}),
    }
    assert OrmQ.objects.count() == 1  # a worker is asked to carry it


@pytest.mark.parametrize("template", VERBS)
def test_telling_twice_of_one_thing_is_one_message(lakshmi, template):
    order = an_order(lakshmi)
    for _ in range(2):
        VERBS[template](order)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("template", VERBS)
def test_who_gave_no_address_is_told_nothing(lakshmi, template):
    VERBS[template](an_order(lakshmi, email=""))
    assert (OutboxMessage.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_asha_is_told_in_the_language_of_her_order(lakshmi):
    order = an_order(lakshmi, language="hi")
    tell.order_packed(order=order, at=LATER)
    message = OutboxMessage.objects.get()
    assert (message.language, message.facts["shop"]) == ("hi", "लक्ष्मी स्टोर्स")
    assert message.facts["link"] == f"{settings.SITE_URL}/hi/orders/{order.token}/"


def test_what_was_undone_is_not_told(lakshmi):
    order = an_order(lakshmi)
    with pytest.raises(ZeroDivisionError), locks.transaction():
        tell.order_packed(order=order, at=LATER)
        assert (OutboxMessage.objects.count(), OrmQ.objects.count()) == (1, 1)
        _ = 1 // 0
    assert (OutboxMessage.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_two_refunds_at_one_moment_are_two_messages_and_one_told_twice_is_one(lakshmi):
    order = lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2), OrderState.PACKED)
    payment = Payment.objects.get()
    facts = {"payment": payment, "kind": RefundKind.GOODS, "by": BY, "at": LATER, "why": "a torn bag"}
    made = [refunds.begin(amount_paise=paise, key=f"torn-{paise}", **facts) for paise in (10_00, 20_00)]
    OutboxMessage.objects.all().delete()
    for refund in [*made, made[0]]:
        tell.order_refunded(order=order, refund=refund, at=LATER)
    told = OutboxMessage.objects.order_by("pk").values_list("facts__amount", "facts__why")
    assert list(told) == [("₹10", "a torn bag"), ("₹20", "a torn bag")]
