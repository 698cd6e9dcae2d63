"""The daily close: what came and went, where money stands, what does not balance, kept for good.

A day's figures are everything up to its end less everything that was in the days closed before. So nothing is counted
twice, and nothing is lost: an entry that comes after its day was closed is in the next day's figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kirana.core import clock, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.flows import books as order_books
from kirana.flows import day_totals, money_books
from kirana.payments import books as payment_books
from kirana.payments.ledgers import books as ledger_books
from kirana.payments.ledgers import days
from kirana.payments.ledgers.days import DayIsClosed, Totals
from kirana.payments.ledgers.models import ClosedDay
from kirana.payments.ledgers.settlements import selectors as settlements
from kirana.payments.ledgers.settlements.services import match_again

MOST_FINDINGS = 200


class DayNotOver(ShopError):
    code = "day_not_over"
    status = 422
    sentence = _("%(day)s has not come yet.")


class FindingsUnexplained(ShopError):
    code = "findings_unexplained"
    status = 422
    sentence = _("Not everything balances. Look at it below; to close all the same, say why.")


@dataclass(frozen=True, slots=True)
class Books:
    """A day's books as they stand: what came since the last close, where money is, and what is not right."""

    on: date
    until: datetime
    totals: Totals
    figures: Totals
    balances: list[tuple[str, str, int]]
    findings: list[str]

    @property
    def balance(self) -> bool:
        """Whether everything is right."""
        return not self.findings


def books_of(*, store_id: int, on: date, at: datetime) -> Books:
    """The books of a day that is not closed yet. Raises `DayIsClosed`, `DayNotOver`."""
    last = days.latest(store_id=store_id)
    if last is not None and on <= last.on:
        raise DayIsClosed(day=last.on)
    if on > clock.shop_date(at):
        raise DayNotOver(day=on)
    until = min(at, _end_of(on))
    totals = day_totals.totals(store_id=store_id, until=until)
    return Books(
        on=on,
        until=until,
        totals=totals,
        figures=days.less(totals, last.totals if last else {}),
        balances=day_totals.balances(store_id=store_id),
        findings=[sentence for sentence, _number in zip(_findings(store_id), range(MOST_FINDINGS), strict=False)],
    )


def close_day(*, store_id: int, on: date, by: Actor, at: datetime, note: str = "") -> ClosedDay:
    """Close a day for good. When something does not balance, a note has to say why: `FindingsUnexplained`.

    Raises `DayIsClosed`, `DayNotOver`; nothing was written then.
    """
    match_again(store_id=store_id)
    with locks.transaction():
        books = books_of(store_id=store_id, on=on, at=at)
        if not books.balance and not note.strip():
            raise FindingsUnexplained()
        day = ClosedDay(
            store_id=store_id,
            on=on,
            until=books.until,
            totals=books.totals,
            figures=books.figures,
            balances=[list(row) for row in books.balances],
            findings=books.findings,
            note=note.strip(),
            at=at,
        )
        return days.write(day=day, by=by)


def _findings(store_id: int) -> Iterator[str]:
    """Everything that is not right between the books, each named to its row."""
    yield from payment_books.check()
    yield from ledger_books.check()
    yield from order_books.check()
    yield from money_books.check()
    for line in settlements.unmatched(store_id=store_id):
        yield f"{line.file.filename} row {line.row_number}: {line.get_problem_display()} ({line.key})"


def _end_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
