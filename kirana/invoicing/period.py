"""Months, as returns are filed by them."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, from its first to its last day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day is in."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str, *, otherwise: date) -> "Month":
        """The month that was written as `2026-03`; that of the other day when it is none."""
        try:
            return cls(date.fromisoformat(f"{text}-01"))
        except ValueError:
            return cls.of(otherwise)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after."""
        return Month.of(self.first + timedelta(days=31))

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month.of(self.first - timedelta(days=1))
