"""What a customer is told about their request, by mail: it is here, it was answered, it is settled."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kirana.core import jobs, outbox
from kirana.notifications.tasks import send_messages
from kirana.support.models import Ticket


def opened(*, ticket: Ticket, at: datetime) -> None:
    """We have it, under this number, and this is who answers for it."""
    _tell(ticket, "opened", "", at)


def answered(*, ticket: Ticket, text: str, at: datetime) -> None:
    """The shop has written."""
    _tell(ticket, "answered", text, at)


def resolved(*, ticket: Ticket, text: str, at: datetime) -> None:
    """The shop holds it for settled; writing back opens it again."""
    _tell(ticket, "resolved", text, at)


def _tell(ticket: Ticket, event: str, text: str, at: datetime) -> None:
    if not ticket.email:
        return
    with translation.override(ticket.language):
        page, button = reverse("help_request", kwargs={"token": ticket.token}), _("See your request")
    outbox.post(
        channel="mail",
        address=ticket.email,
        template="ticket",
        language=ticket.language,
        dedupe_key=f"ticket-{event}:{ticket.number}:{at:%Y%m%dT%H%M%S%f}",
        at=at,
        facts={
            "event": event,
            "text": text,
            "name": ticket.name.split()[0] if ticket.name.strip() else ticket.name,
            "number": ticket.number,
            "shop": ticket.store.name_in(ticket.language),
            "shop_phone": ticket.store.phone,
            "officer": ticket.store.grievance_officer,
            "officer_email": ticket.store.grievance_email,
            "button": button,
            "link": settings.SITE_URL + page,
        },
    )
    jobs.enqueue(send_messages)
