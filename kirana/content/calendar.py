"""The seasons an Indian grocer prepares for, from 2026 to 2028: suggestions, which the shop takes or lets pass.

Dates of feasts are those of the government's lists of holidays and of the Hindu calendar; Eid follows the moon and may
fall a day later. A season begins with the days in which people shop for it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Season:
    """A season of one year: the days people shop for it, and words that find what they buy."""

    key: str
    name: str | Promise
    starts_on: date
    ends_on: date
    search: str


@dataclass(frozen=True, slots=True)
class _Feast:
    """A feast: its days, year by year, and how many days before it people shop."""

    key: str
    name: str | Promise
    days_before: int
    lasts: int
    search: str
    days: tuple[date, ...]


_FEASTS = (
    _Feast(
        "sankranti",
        _("Pongal and Makar Sankranti"),
        10,
        3,
        "til",
        (date(2026, 1, 14), date(2027, 1, 15), date(2028, 1, 15)),
    ),
    _Feast("holi", _("Holi"), 10, 1, "sweets", (date(2026, 3, 4), date(2027, 3, 22), date(2028, 3, 11))),
    _Feast("eid", _("Eid al-Fitr"), 14, 2, "vermicelli", (date(2026, 3, 21), date(2027, 3, 10), date(2028, 2, 27))),
    _Feast("bakrid", _("Eid al-Adha"), 10, 2, "masala", (date(2026, 5, 27), date(2027, 5, 17), date(2028, 5, 6))),
    _Feast("rakhi", _("Raksha Bandhan"), 10, 1, "sweets", (date(2026, 8, 28), date(2027, 8, 17), date(2028, 8, 5))),
    _Feast("onam", _("Onam"), 10, 2, "coconut", (date(2026, 8, 26), date(2027, 9, 12), date(2028, 9, 1))),
    _Feast("ganesh", _("Ganesh Chaturthi"), 10, 2, "jaggery", (date(2026, 9, 14), date(2027, 9, 4), date(2028, 8, 23))),
    _Feast(
        "navratri",
        _("Navratri and Dussehra"),
        7,
        10,
        "sabudana",
        (date(2026, 10, 11), date(2027, 9, 30), date(2028, 9, 19)),
    ),
    _Feast("diwali", _("Diwali"), 18, 3, "dry fruits", (date(2026, 11, 8), date(2027, 10, 29), date(2028, 10, 17))),
    _Feast("christmas", _("Christmas"), 14, 7, "cake", tuple(date(year, 12, 25) for year in (2026, 2027, 2028))),
    _Feast("exams", _("Exam season"), 0, 40, "biscuits", tuple(date(year, 2, 15) for year in (2026, 2027, 2028))),
    _Feast("mangoes", _("Mango season"), 0, 75, "mango", tuple(date(year, 4, 10) for year in (2026, 2027, 2028))),
    _Feast("monsoon", _("Monsoon"), 0, 90, "tea", tuple(date(year, 6, 10) for year in (2026, 2027, 2028))),
)


def _year_of(feast: _Feast) -> list[Season]:
    return [
        Season(
            key=f"{feast.key}-{day.year}",
            name=feast.name,
            starts_on=day - timedelta(days=feast.days_before),
            ends_on=day + timedelta(days=feast.lasts - 1),
            search=feast.search,
        )
        for day in feast.days
    ]


SEASONS = tuple(sorted((one for feast in _FEASTS for one in _year_of(feast)), key=lambda one: (one.starts_on, one.key)))


def coming(*, on: date, days: int) -> list[Season]:
    """The seasons that begin within so many days or have begun and not ended, the nearest first."""
    return [one for one in SEASONS if one.starts_on <= on + timedelta(days=days) and one.ends_on >= on]


def by_key(key: str) -> Season | None:
    """The season of this key."""
    return next((one for one in SEASONS if one.key == key), None)


def ends() -> date:
    """The last day the calendar knows of."""
    return max(one.ends_on for one in SEASONS)
