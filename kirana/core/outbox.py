"""Messages to people, written in the transaction of their cause and sent afterwards (invariant G8).

A message that rolled back with its cause was never written; a message that was written is tried until it is sent
or given up. `dedupe_key` makes one cause tell a person once. The channels that carry messages are in
`kirana.notifications`; this module only keeps them.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))


class Delivery(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Given up")


class OutboxMessage(models.Model):
    """One message for one address. `template` and `facts` say what; the channel makes the words."""

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    template = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    language = models.CharField(max_length=8)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(state=Delivery.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.address} ({self.state})"


def post(
    *, channel: str, address: str, template: str, facts: dict[str, Any], language: str, dedupe_key: str, at: datetime
) -> None:
    """Put a message in the outbox, in the caller's transaction; the same `dedupe_key` twice is one message."""
    message = OutboxMessage(
        channel=channel,
        address=address,
        template=template,
        facts=facts,
        language=language,
        dedupe_key=dedupe_key,
        created_at=at,
        due_at=at,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def is_known(dedupe_key: str) -> bool:
    """Whether a message of this key was posted before."""
    return OutboxMessage.objects.filter(dedupe_key=dedupe_key).exists()


def due(*, at: datetime, limit: int = 100) -> list[OutboxMessage]:
    """Messages whose time has come, the oldest first."""
    return list(OutboxMessage.objects.filter(state=Delivery.WAITING, due_at__lte=at).order_by("due_at")[:limit])


def hold(message: OutboxMessage, *, at: datetime) -> bool:
    """Take the message for one attempt; False when another worker has it.

    The attempt is counted and the next one set before anything is sent, so that a worker that dies leaves
    the message to be tried again, and two workers do not send it at once.
    """
    wait = RETRY_AFTER[min(message.attempts, len(RETRY_AFTER) - 1)]
    held = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts, state=Delivery.WAITING)
    return bool(held.update(attempts=message.attempts + 1, due_at=at + wait))


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    """The channel took the message."""
    OutboxMessage.objects.filter(pk=message.pk).update(state=Delivery.SENT, sent_at=at, last_error="")


def mark_failed(message: OutboxMessage, *, error: str, permanent: bool) -> None:
    """The channel refused it; given up when that is for good or the attempts are used up."""
    used_up = permanent or message.attempts + 1 >= len(RETRY_AFTER)
    state = Delivery.GIVEN_UP if used_up else Delivery.WAITING
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, last_error=error[:300])


def late(*, at: datetime, by_more_than: timedelta, limit: int = 20) -> list[OutboxMessage]:
    """Messages that should have left before, the oldest first: never tried, or failing."""
    waiting = OutboxMessage.objects.filter(state=Delivery.WAITING, created_at__lt=at - by_more_than)
    return list(waiting.order_by("created_at")[:limit])


def given_up(*, since: datetime, limit: int = 20) -> list[OutboxMessage]:
    """Messages written since then that will not be tried again, the newest first."""
    lost = OutboxMessage.objects.filter(state=Delivery.GIVEN_UP, created_at__gte=since)
    return list(lost.order_by("-created_at")[:limit])
