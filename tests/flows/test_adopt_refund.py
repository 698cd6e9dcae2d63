"""What happens on the gateway's own side without us: somebody gives money back there, or a hold runs out."""

import json
from typing import Any

import pytest

from kirana.core.outbox import OutboxMessage
from kirana.flows import payment_exceptions as exceptions
from kirana.flows.cancel_order import cancel_order
from kirana.flows.refund_order import refund_order
from kirana.flows.webhooks import tasks
from kirana.invoicing import selectors as documents
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.gateways.fake.gateway import SIGNATURE, signature
from kirana.payments.models import Payment, Refund, WebhookEvent
from kirana.payments.services import inbox
from tests.cast import BY, LATER, Lakshmi
from tests.flows.totals import ending_in
from tests.money import the_worker_asks


def told(event: str, **says: Any) -> WebhookEvent:
    """The pretend gateway tells us, and it is read."""
    body = json.dumps({"id": event, "kind": "charge.refunded"} | says).encode()
    inbox.receive(gateway="fake", headers={SIGNATURE: signature(body)}, body=body, read=tasks.read_webhook, at=LATER)
    kept = WebhookEvent.objects.get(event_id=event)
    tasks.read_webhook(event_id=kept.pk)
    kept.refresh_from_db()
    return kept


def given_back(paise: int, *, outcome: str = "done", refund_id: str = "re_9", **more: str) -> dict[str, Any]:
    return {"outcome": outcome, "gateway_reference": refund_id, "amount_paise": paise} | more


def ashas_order(lakshmi: Lakshmi, state: OrderState = OrderState.DELIVERED) -> Order:
    """Two packs for ₹570, paid before they were brought."""
    return lakshmi.take_to(lakshmi.a_placed_order(wish={"payment_method": "fake"}, atta=2), state)


# --- a refund made on the gateway's own page ------------------------------------------------------------


@pytest.mark.parametrize("state", [OrderState.PLACED, OrderState.PACKED, OrderState.OUT, OrderState.DELIVERED])
def test_it_is_written_down_as_the_payment_s_whenever_it_comes(lakshmi, findings, state):
    order = ashas_order(lakshmi, state)
    assert told("evt_1", reference=order.number, refund=given_back(100_00)).state == "done"
    refund = Refund.objects.get()
    assert (refund.kind, refund.state, refund.amount_paise, refund.gateway_reference) == (
        "goods",
        "done",
        100_00,
        "re_9",
    )
    assert Payment.objects.get().kept_paise == 470_00
    assert OutboxMessage.objects.filter(template="order_refunded").count() == 1
    lakshmi.take_to(order, OrderState.DELIVERED)
    assert [one.total_paise for one in documents.documents_of(reference=order.number)] == [570_00, 100_00]
    the_worker_asks()
    assert Payment.objects.get().kept_paise == 470_00
    assert findings() == []
    assert exceptions.find(LATER) == []


def test_told_twice_in_two_messages_it_is_one_refund(lakshmi, findings):
    order = ashas_order(lakshmi)
    told("evt_1", reference=order.number, refund=given_back(100_00, outcome="pending"))
    told("evt_2", reference=order.number, refund=given_back(100_00))
    refund = Refund.objects.get()
    assert [step.move for step in refund.history.all()] == ["begin", "wait", "finish"]
    assert findings() == []


def test_instead_of_one_that_did_not_arrive_it_settles_that_one(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 8), payment_method="fake")
    cancel_order(order=order, by=BY, at=LATER, why="changed my mind")
    the_worker_asks()
    assert Refund.objects.get().state == "failed"
    told("evt_1", reference=order.number, refund=given_back(order.total_paise))
    refund = Refund.objects.get()
    assert (refund.state, refund.kind, refund.gateway_reference) == ("done", "cancelled", "re_9")
    assert refund.history.last().why == "given back on the gateway's own page"
    assert Payment.objects.get().kept_paise == 0
    assert (findings(), exceptions.find(LATER)) == ([], [])


def test_a_message_about_our_own_refund_is_known_by_its_key_before_the_answer_came(lakshmi, findings):
    order = ashas_order(lakshmi)
    (ours,) = refund_order(order=order, amount_paise=100_00, key="one", by=BY, at=LATER, why="torn")
    told("evt_1", reference=order.number, refund=given_back(100_00, key=ours.attempt_key))
    ours.refresh_from_db()
    assert (Refund.objects.count(), ours.state, ours.gateway_reference) == (1, "done", "re_9")
    the_worker_asks()
    assert Payment.objects.get().kept_paise == 470_00
    assert findings() == []


def test_one_of_the_same_amount_without_our_key_is_another_one(lakshmi, findings):
    order = ashas_order(lakshmi)
    refund_order(order=order, amount_paise=100_00, key="one", by=BY, at=LATER, why="torn")
    told("evt_1", reference=order.number, refund=given_back(100_00))
    the_worker_asks()
    assert list(Refund.objects.values_list("state", flat=True)) == ["done", "done"]
    assert Payment.objects.get().kept_paise == 370_00
    assert findings() == []


@pytest.mark.parametrize(
    "says", [given_back(570_01), given_back(100_00, outcome="failed"), given_back(100_00, refund_id="")]
)
def test_more_than_there_is_or_what_did_not_arrive_is_left_to_a_person(lakshmi, findings, says):
    order = ashas_order(lakshmi)
    assert told("evt_1", reference=order.number, refund=says).state == "nobodys"
    assert (Refund.objects.count(), Payment.objects.get().kept_paise) == (0, 570_00)
    assert [one.code for one in exceptions.find(LATER)] == ["nobodys_event"]
    assert findings() == []


# --- a hold that the gateway lets go of ---------------------------------------------------------------


def let_go(order: Order) -> None:
    answer = {"outcome": "declined", "gateway_reference": "pi_1", "amount_paise": 0, "reason": "it ran out"}
    told("evt_1", reference=order.number, answer=answer)


@pytest.mark.parametrize("state", [OrderState.PLACED, OrderState.ACCEPTED, OrderState.PICKING])
def test_a_hold_that_ran_out_ends_the_payment_at_once_and_lists_the_order(lakshmi, findings, state):
    order = lakshmi.take_to(lakshmi.place(ending_in(lakshmi, 4), payment_method="fake"), state)
    assert Payment.objects.get().state == "authorised"
    let_go(order)
    assert Payment.objects.get().state == "failed"
    assert Order.objects.get().state == state  # a person decides what becomes of it
    (listed,) = exceptions.find(LATER)
    assert (listed.code, listed.reference, listed.amount_paise) == ("hold_let_go", order.number, -order.total_paise)
    assert listed.sentence == "₹555.04 was held for it, and the gateway has let go of it."
    assert findings() == []
    cancel_order(order=order, by=lakshmi.chitra.as_actor(), at=LATER, why="not paid")
    assert (exceptions.find(LATER), findings()) == ([], [])


def test_packed_without_its_money_it_is_what_is_missing(lakshmi, findings):
    order = lakshmi.place(ending_in(lakshmi, 4), payment_method="fake")
    let_go(order)
    packed = lakshmi.take_to(order, OrderState.PACKED)
    (listed,) = exceptions.find(LATER)
    assert (listed.code, listed.amount_paise) == ("does_not_add_up", -packed.total_paise)
    assert findings() == []
