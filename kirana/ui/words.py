"""Words for facts: what a code, a key or a number is called on a page, in the language in force."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import phonenumbers
from babel import Locale
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kirana.catalog.models import VegMark
from kirana.core.money import format_rupees
from kirana.core.quantity import BaseUnit
from kirana.search.browse import Card
from kirana.search.facets import Choice


@lru_cache(maxsize=1000)
def _territory(code: str, language: str) -> str:
    return Locale(language).territories.get(code, code)


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


def half_of_day(hour: int) -> str:
    """`am` or `pm`."""
    return pgettext("clock", "pm") if hour >= 12 else pgettext("clock", "am")
