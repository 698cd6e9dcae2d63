"""Words for facts: what a code, a key or a number is called on a page, in the language in force."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache

import phonenumbers
from babel import Locale
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kirana.catalog.models import VegMark
from kirana.checkout.quote import Change, QuoteLine
from kirana.core import clock
from kirana.core.actors import Actor, ActorKind
from kirana.core.dates import written
from kirana.core.money import format_rupees
from kirana.core.quantity import BaseUnit, Quantity
from kirana.orders.states import OrderState
from kirana.payments.states import PaymentState
from kirana.search.browse import Card
from kirana.search.facets import Choice

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{6})?)?(Z|[+-]\d\d:\d\d| UTC)")


@lru_cache(maxsize=1000)
def _territory(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code))


def country(code: str) -> str:
    """`United States` for `US`."""
    return _territory(code, get_language() or "en")


def countries(choices: Iterable[Choice]) -> list[Choice]:
    """The choices with the names of their countries."""
    return [replace(choice, label=country(choice.value)) for choice in choices]


def veg_marks(choices: Iterable[Choice]) -> list[Choice]:
    """The choices with the names of their marks."""
    return [replace(choice, label=str(VegMark(choice.value).label)) for choice in choices]


def pack_line(card: Card) -> str:
    """`500 g Pouch · ₹124 per kg`: what a card says under the name."""
    language = get_language() or "en"
    unit_price = ""
    if card.unit_price_paise is not None:
        price = format_rupees(card.unit_price_paise, language)
        unit_price = _("%(price)s per %(unit)s") % {"price": price, "unit": card.priced_per.big_name}
    if card.is_loose:
        return _("Loose · per %(unit)s") % {"unit": card.priced_per.big_name}
    return " · ".join(part for part in (card.pack_label, unit_price) if part)


def change_sentence(line: QuoteLine) -> str:
    """What has become of a basket's line since the shopper last saw it."""
    item, language = line.item, get_language() or "en"
    facts = {
        "was": format_rupees(item.seen_paise, language),
        "now": format_rupees(item.price_paise, language),
        "left": Quantity(item.available, item.unit).format(language),
    }
    match line.change:
        case Change.DEARER | Change.CHEAPER:
            return _("was %(was)s, is now %(now)s") % facts
        case Change.LESS_LEFT:
            return _("only %(left)s left") % facts
        case Change.SOLD_OUT:
            return _("sold out")
        case Change.GONE:
            return _("no longer sold here")
    return ""


def clock_time(at: datetime | time) -> str:
    """`5:30 pm`, and `5 pm` on the hour, in the shop's time zone; `शाम 5:30 बजे` in Hindi."""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    hour = local.hour % 12 or 12
    return _time_of_day(local.hour) % {"time": f"{hour}:{local.minute:02d}" if local.minute else hour}


def _time_of_day(hour: int) -> str:
    """How a time at this hour is said. English halves the day; Hindi has morning, noon, evening and night."""
    if hour < 4:
        return pgettext("clock, at night", "%(time)s am")
    if hour < 12:
        return pgettext("clock, in the morning", "%(time)s am")
    if hour < 16:
        return pgettext("clock, in the afternoon", "%(time)s pm")
    if hour < 20:
        return pgettext("clock, in the evening", "%(time)s pm")
    return pgettext("clock, at night", "%(time)s pm")


def day(at: datetime) -> str:
    """`Today`, `Tomorrow`, or `Wed 25 November`."""
    local = timezone.localtime(at)
    away = (local.date() - clock.shop_date(clock.now())).days
    if away == 0:
        return _("Today")
    if away == 1:
        return _("Tomorrow")
    return written(local, "EEE d MMMM")


def moment(at: datetime) -> str:
    """`25 Nov, 5:30 pm`."""
    return f"{short_date(timezone.localtime(at))}, {clock_time(at)}"


def short_date(on: date) -> str:
    """`5 Dec`."""
    return written(on, pgettext("format of a date", "d MMM"))


def day_span(first: date, last: date) -> str:
    """`11 Dec – 31 Dec`; with their years when they differ."""
    if first.year == last.year:
        return f"{short_date(first)} – {short_date(last)}"
    return f"{short_date(first)} {first.year} – {short_date(last)} {last.year}"


def in_words(fact: object) -> str:
    """A fact of a check's evidence as people say it: a moment (`2026-11-27T23:22+00:00`) in the shop's time, and what
    the shop has words for (the name of a role, of a state) in the language in force; checks are asked in English."""
    said = str(fact)
    if MOMENT.fullmatch(said):
        return moment(datetime.fromisoformat(said.replace(" UTC", "Z")))
    return _(said) if said else ""


def full_date(on: date) -> str:
    """`Saturday 5 December 2026`."""
    return written(on, "EEEE d MMMM y")


def who(line: str) -> str:
    """Whom the line of a history names: a person's name, or what kind of someone it was."""
    actor = Actor.parse(line)
    return _("a guest") if actor.kind is ActorKind.GUEST else actor.name


def order_state(state: str) -> str:
    """The name of an order's state."""
    return str(OrderState(state).label)


def payment_state(state: str) -> str:
    """The name of a payment's state."""
    return str(PaymentState(state).label)


def small_unit(unit: str) -> str:
    """The base unit as a label writes it: `g`."""
    return BaseUnit(unit).small_name


def phone(number: str) -> str:
    """`+91 98450 12345`."""
    try:
        parsed = phonenumbers.parse(number, "IN")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def percent(rate_bp: int) -> str:
    """`5%` and `2.5%` from hundredths of a per cent."""
    whole, left = divmod(rate_bp, 100)
    return f"{whole}.{left:02d}".rstrip("0") + "%" if left else f"{whole}%"


def nutrient(key: str) -> str:
    """The name of a nutrient, with its unit."""
    names = {
        "energy_kcal": _("Energy (kcal)"),
        "protein_g": _("Protein (g)"),
        "fat_g": _("Fat (g)"),
        "saturated_fat_g": _("of which saturated (g)"),
        "carbohydrate_g": _("Carbohydrate (g)"),
        "sugars_g": _("of which sugars (g)"),
        "fibre_g": _("Fibre (g)"),
        "sodium_mg": _("Sodium (mg)"),
    }
    return names.get(key, key)
