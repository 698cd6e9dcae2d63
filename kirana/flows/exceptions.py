"""What does not add up, and what to do about each: the one list that a person works off.

A source is a question that answers with exceptions; add yours to `SOURCES`. An exception goes by itself when its cause
is mended: nothing here is ticked off.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from kirana.flows import ledger_exceptions, payment_exceptions
from kirana.flows.money_exception import MoneyException

Source = Callable[[datetime], Iterable[MoneyException]]
SOURCES: tuple[Source, ...] = (payment_exceptions.find, ledger_exceptions.find)


def find(*, at: datetime) -> list[MoneyException]:
    """Everything that does not add up now, the oldest first."""
    return sorted((one for source in SOURCES for one in source(at)), key=lambda one: one.since)
