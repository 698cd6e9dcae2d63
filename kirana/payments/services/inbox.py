"""What gateways tell us: verified, kept under the event's own id, answered at once, and read later by a job."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F

from kirana.core import audit, clock, jobs, locks
from kirana.core.actors import Actor, system
from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, GatewayError, Notice, Outcome, RefundAnswer, Returned
from kirana.payments.models import Forgery, WebhookEvent
from kirana.payments.states import EVENTS

BY = system("webhooks")
# What may be needed to prove where a message came from; cookies and addresses are nobody's business.
KEPT_HEADERS = ("content-type", "stripe-signature", "x-razorpay-signature", "x-razorpay-event-id", "user-agent")


def receive(
    *, gateway: str, headers: Mapping[str, str], body: bytes, read: jobs.Task, at: datetime
) -> WebhookEvent | None:
    """Verify a message and keep it; `read` is enqueued with its id. The same event again is nothing: None.

    Raises a permanent `GatewayError` when it is forged: then only the count of forgeries has grown.
    """
    try:
        notice = gateways.by_code(gateway).read_webhook(headers=headers, body=body)
    except GatewayError as error:
        if error.permanent:
            _count_forgery(gateway, at)
        raise
    with locks.transaction():
        event = WebhookEvent(**_columns(gateway, notice), headers=_kept(headers), body=body, received_at=at)
        WebhookEvent.objects.bulk_create([event], ignore_conflicts=True)
        kept = WebhookEvent.objects.get(gateway=gateway, event_id=notice.event_id)
        if kept.history.exists():
            return None
        EVENTS.begin(kept, by=BY, at=at)
        jobs.enqueue(read, event_id=kept.pk)
    return kept


def replay(*, event: WebhookEvent, read: jobs.Task, by: Actor, at: datetime) -> None:
    """Have a kept event read once more; what it said before has no second effect."""
    with locks.transaction():
        now = locks.locked(WebhookEvent.objects.filter(pk=event.pk)).get()
        EVENTS.move(now, "replay", by=by, at=at)
        audit.record(action="payments.replay", subject=f"webhook:{now.pk}", by=by, at=at, event=now.event_id)
        jobs.enqueue(read, event_id=now.pk)


def close(*, event: WebhookEvent, verb: str, at: datetime, why: str = "") -> None:
    """Write down what came of reading it: `finish`, `pass_over`, `keep` (nobody's) or `fail`."""
    with locks.transaction():
        now = locks.locked(WebhookEvent.objects.filter(pk=event.pk)).get()
        if EVENTS.allows(now.state, verb):
            EVENTS.move(now, verb, by=BY, at=at, why=why)


def answer_of(event: WebhookEvent) -> Answer | None:
    """What it says of a charge."""
    said: dict[str, Any] | None = event.says.get("answer")
    return None if said is None else Answer(**said | {"outcome": Outcome(said["outcome"])})


def refund_of(event: WebhookEvent) -> RefundAnswer | None:
    """What it says of a refund."""
    said: dict[str, Any] | None = event.says.get("refund")
    return None if said is None else RefundAnswer(**said | {"outcome": Returned(said["outcome"])})


def _columns(gateway: str, notice: Notice) -> dict[str, Any]:
    says = {}
    if notice.answer is not None:
        answer = notice.answer
        says["answer"] = {
            "outcome": answer.outcome.value,
            "gateway_reference": answer.gateway_reference,
            "amount_paise": answer.amount_paise,
            "reason": answer.reason,
        }
    if notice.refund is not None:
        says["refund"] = asdict(notice.refund) | {"outcome": notice.refund.outcome.value}
    return {
        "gateway": gateway,
        "event_id": notice.event_id[:120],
        "kind": notice.kind[:80],
        "gateway_reference": notice.gateway_reference[:80],
        "reference": notice.reference[:40],
        "says": says,
    }


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value[:500] for name, value in headers.items() if name.lower() in KEPT_HEADERS}


def _count_forgery(gateway: str, at: datetime) -> None:
    day = clock.shop_date(at)
    Forgery.objects.bulk_create([Forgery(gateway=gateway, on=day)], ignore_conflicts=True)
    Forgery.objects.filter(gateway=gateway, on=day).update(times=F("times") + 1)
