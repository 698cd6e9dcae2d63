"""The verbs of support; the only code that writes its tables."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kirana.catalog.services import images
from kirana.core import audit, idempotency, locks, numbers
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.payments.ledgers import store_credit
from kirana.stores.models import Store
from kirana.support import telling
from kirana.support.models import TEXT_LENGTH, Ticket, TicketMessage
from kirana.support.states import TICKETS, TicketState

MOST_OPEN = 5  # of one person at a time
A_DAY = timedelta(days=1)


class TooManyRequests(ShopError):
    code = "too_many_requests"
    status = 429
    sentence = _("We have %(count)s of your requests already and answer them first. Please call us if it is urgent.")


class NothingWritten(ShopError):
    code = "request_without_words"
    status = 422
    sentence = _("Write something first.")


class NoAccountForCredit(ShopError):
    code = "no_account_for_credit"
    sentence = _("Store credit needs a customer with an account. Give money back on the order's page instead.")


@dataclass(frozen=True, slots=True)
class Request:
    """What a customer asks: about what, in which words, and how to reach them. `order_number` may be empty."""

    about: str
    text: str
    name: str
    phone: str
    email: str
    language: str
    order_number: str = ""
    customer_id: int | None = None


def keep_picture(file: IO[bytes]) -> str:
    """Put the photo of what is wrong in storage; the stem of its files. Raises as `images.keep`."""
    return images.keep(file, folder="requests", widths=images.WIDE).stem


def open_ticket(*, store: Store, request: Request, key: str, picture: str, by: Actor, at: datetime) -> Ticket:
    """Take a request in and acknowledge it at once. The same key again is the same request.

    Raises `NothingWritten`, and `TooManyRequests` from someone who has `MOST_OPEN` waiting.
    """
    text = _words(request.text)
    with locks.transaction():
        number = f"R-{1000 + numbers.draw()}"
        held = idempotency.claim(scope="ticket", key=key, result=number, at=at)
        if held != number:
            return Ticket.objects.get(number=held)
        _refuse_too_many(request, at)
        ticket = Ticket.objects.create(
            number=number,
            token=secrets.token_urlsafe(18),
            store=store,
            customer_id=request.customer_id,
            order_number=request.order_number,
            about=request.about,
            name=request.name,
            phone=request.phone,
            email=request.email,
            language=request.language,
            picture=picture,
            opened_at=at,
        )
        TICKETS.begin(ticket, by=by, at=at)
        _write(ticket, text, is_from_shop=False, by=by, at=at)
        telling.opened(ticket=ticket, at=at)
    return ticket


def write_back(*, ticket: Ticket, text: str, by: Actor, at: datetime) -> None:
    """The customer writes again; what was settled is open again."""
    text = _words(text)
    with locks.transaction():
        TICKETS.move(ticket, "write_back", by=by, at=at, resolved_at=None)
        _write(ticket, text, is_from_shop=False, by=by, at=at)


def answer(*, ticket: Ticket, text: str, by: Actor, at: datetime) -> None:
    """The shop writes to the customer, who gets it by mail."""
    text = _words(text)
    with locks.transaction():
        TICKETS.move(ticket, "answer", by=by, at=at, answered_at=ticket.answered_at or at)
        _write(ticket, text, is_from_shop=True, by=by, at=at)
        telling.answered(ticket=ticket, text=text, at=at)
        audit.record(action="ticket.answer", subject=f"ticket:{ticket.number}", by=by, at=at)


def resolve(*, ticket: Ticket, text: str, by: Actor, at: datetime) -> None:
    """Hold it for settled, and say to the customer how."""
    text = _words(text)
    with locks.transaction():
        first = ticket.answered_at or at
        TICKETS.move(ticket, "resolve", by=by, at=at, why=text, answered_at=first, resolved_at=at)
        _write(ticket, text, is_from_shop=True, by=by, at=at)
        telling.resolved(ticket=ticket, text=text, at=at)
        audit.record(action="ticket.resolve", subject=f"ticket:{ticket.number}", by=by, at=at)


def reopen(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """It was not settled after all."""
    with locks.transaction():
        TICKETS.move(ticket, "reopen", by=by, at=at, resolved_at=None)
        audit.record(action="ticket.reopen", subject=f"ticket:{ticket.number}", by=by, at=at)


def give_credit(*, ticket: Ticket, amount_paise: int, key: str, by: Actor, at: datetime) -> None:
    """Give the customer store credit to make good. The same key again gives nothing more.

    Raises `NoAccountForCredit` for a guest and `NothingToWrite` for an amount of nothing.
    """
    if ticket.customer_id is None:
        raise NoAccountForCredit()
    with locks.transaction():
        mine = secrets.token_hex(8)
        if idempotency.claim(scope="ticket credit", key=f"{ticket.pk}-{key}", result=mine, at=at) != mine:
            return
        why = f"{ticket.number}: {ticket.get_about_display()}"
        store_credit.give_goodwill(
            customer_id=ticket.customer_id,
            amount_paise=amount_paise,
            key=f"ticket-{ticket.pk}-{key}",
            by=by,
            at=at,
            why=why,
        )
        Ticket.objects.filter(pk=ticket.pk).update(credit_paise=F("credit_paise") + amount_paise)


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()[:TEXT_LENGTH]
    if not words:
        raise NothingWritten()
    return words


def _write(ticket: Ticket, text: str, *, is_from_shop: bool, by: Actor, at: datetime) -> None:
    TicketMessage.objects.create(ticket=ticket, text=text, is_from_shop=is_from_shop, by=str(by), at=at)


def _refuse_too_many(request: Request, at: datetime) -> None:
    same = Q(pk=None)
    if request.phone:
        same |= Q(phone=request.phone)
    if request.email:
        same |= Q(email__iexact=request.email)
    waiting = Ticket.objects.filter(same, state=TicketState.OPEN, opened_at__gt=at - A_DAY).count()
    if waiting >= MOST_OPEN:
        raise TooManyRequests(count=waiting)
