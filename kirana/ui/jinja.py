"""The one template engine of our own pages: what every template may use without asking for it."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from kirana.core.money import format_rupees, plain_rupees
from kirana.core.quantity import BaseUnit, Quantity
from kirana.payments.upi import qr_svg
from kirana.ui import words
from kirana.ui.memo import Memo


class OneWorld(Environment):
    """An environment whose templates have no globals of their own: they all share its own, as they are.

    Jinja2 would lay an empty mapping over them for each template, and look through both for each page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """Jinja2 as our pages expect it: translated, escaping, and failing loudly on a name nobody gave."""
    env = OneWorld(  # Django switches escaping on in `options`
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        _=said,
        gettext=said,
        ngettext=said_of_many,
        pgettext=said_in_context,
        static=address_of,
        memo=Memo(),
        url=url,
        media=media,
        language=language,
        other_languages=other_languages,
        is_demo=settings.DEMO,
    )
    env.filters.update(_filters())
    env.globals["ui"] = env.get_template("ui/parts.html").module
    return env


def _filters() -> dict[str, Callable[..., Any]]:
    """What a template may do to a fact to say it."""
    return {
        "rupees": rupees,
        "amount": amount,
        "unit_name": unit_name,
        "as_quantity": as_quantity,
        "change_sentence": words.change_sentence,
        "clock_time": words.clock_time,
        "country": words.country,
        "countries": words.countries,
        "day": words.day,
        "day_span": words.day_span,
        "in_words": words.in_words,
        "moment": words.moment,
        "nutrient": words.nutrient,
        "order_state": words.order_state,
        "payment_state": words.payment_state,
        "pack_line": words.pack_line,
        "percent": words.percent,
        "phone": words.phone,
        "plain": plain_rupees,
        "qr": qr_svg,
        "full_date": words.full_date,
        "short_date": words.short_date,
        "small_name": words.small_unit,
        "veg_marks": words.veg_marks,
        "who": words.who,
    }


# Jinja2's own translation calls look a text up, mark it as safe and fill it each time a page says it; these keep what
# a language says. What goes into a text's places is escaped, as there, and `%%` is a per cent sign in every text.


def said(text: str, /, **facts: Any) -> Markup:
    """The text in the language in force, with its facts."""
    return _words(text, language()) % facts if facts else _whole(text, language())


def said_of_many(one: str, many: str, num: int, /, **facts: Any) -> Markup:
    """The text for so many; `num` is a fact that every such text may name."""
    return Markup(translation.ngettext(one, many, num)) % {"num": num, **facts}  # noqa: S704  (our own words)


def said_in_context(context: str, text: str, /, **facts: Any) -> Markup:
    """The text as it is meant in a context."""
    return Markup(translation.pgettext(context, text)) % facts  # noqa: S704  (our own words)


@lru_cache(maxsize=10_000)
def _words(text: str, _language: str) -> Markup:
    return Markup(translation.gettext(text))  # noqa: S704  (our own words)


@lru_cache(maxsize=10_000)
def _whole(text: str, language: str) -> Markup:
    return _words(text, language) % {}


def url(name: str, /, **arguments: Any) -> str:
    """The address of a page, in the language in force."""
    return _reversed(name, tuple(arguments.items()), language())


@lru_cache(maxsize=10_000)
def _reversed(name: str, arguments: tuple[tuple[str, Any], ...], _language: str) -> str:
    return reverse(name, kwargs=dict(arguments))


@lru_cache(maxsize=1000)
def address_of(path: str) -> str:
    """The address of a static file: its name says its content, so it never changes while the process lives."""
    return static(path)


def media(stem: str, width: int) -> str:
    """The address of a kept picture in one of its widths."""
    return f"{settings.MEDIA_URL}{stem}-{width}.webp"


def language() -> str:
    """The code of the language in force."""
    return translation.get_language() or settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class Translation:
    """The page one is on, in another language: that language's code and its own name for itself, and the address."""

    code: str
    name: str
    address: str


def other_languages(request: Any) -> list[Translation]:
    """The same page in each of the languages that it is not in."""
    here, present = request.get_full_path(), language()
    if present != settings.LANGUAGE_CODE:
        here = here.removeprefix(f"/{present}")
    return [
        Translation(code, name, here if code == settings.LANGUAGE_CODE else f"/{code}{here}")
        for code, name in settings.LANGUAGES
        if code != present
    ]


def rupees(paise: int) -> str:
    """`₹1,23,456.50`."""
    return format_rupees(paise, language())


def amount(quantity: int, unit: str) -> str:
    """`1.5 kg` from a number of base units."""
    return Quantity(quantity, BaseUnit(unit)).format(language())


def as_quantity(quantity: Quantity) -> str:
    """The same, from a `Quantity`."""
    return quantity.format(language())


def unit_name(unit: str) -> str:
    """The unit prices are told in: `kg`."""
    return BaseUnit(unit).big_name
