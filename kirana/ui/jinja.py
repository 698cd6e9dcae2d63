"""The one template engine of our own pages: what every template may use without asking for it."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone, translation
from jinja2 import Environment

from kirana.core import clock
from kirana.core.money import format_rupees, plain_rupees
from kirana.core.quantity import BaseUnit, Quantity
from kirana.ui import words


def environment(**options: Any) -> Environment:
    """Jinja2 as our pages expect it: translated, escaping, and failing loudly on a name nobody gave."""
    env = Environment(
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=static,
        url=url,
        media=media,
        language=language,
        other_language=other_language,
        is_demo=settings.DEMO,
    )
    env.filters.update(
        rupees=rupees,
        amount=amount,
        unit_name=unit_name,
        as_quantity=as_quantity,
        clock_time=clock_time,
        country=words.country,
        countries=words.countries,
        day=day,
        moment=moment,
        nutrient=words.nutrient,
        pack_line=words.pack_line,
        phone=words.phone,
        plain=plain_rupees,
        small_name=words.small_unit,
        veg_marks=words.veg_marks,
    )
    env.globals["ui"] = env.get_template("ui/parts.html").module
    return env


def url(name: str, /, **arguments: Any) -> str:
    """The address of a page, in the language in force."""
    return reverse(name, kwargs=arguments)


def media(stem: str, width: int) -> str:
    """The address of a kept picture in one of its widths."""
    return f"{settings.MEDIA_URL}{stem}-{width}.webp"


def language() -> str:
    """The code of the language in force."""
    return translation.get_language() or settings.LANGUAGE_CODE


def other_language(request: Any) -> tuple[str, str]:
    """The same page in the other language: its address and what the language calls itself."""
    here = request.get_full_path()
    if language() == "hi":
        return "/" + here.removeprefix("/hi/"), "English"
    return "/hi" + here, "हिन्दी"


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


def clock_time(at: Any) -> str:
    """`5:30 pm`, and `5 pm` on the hour, in the shop's time zone."""
    local = timezone.localtime(at) if hasattr(at, "tzinfo") and hasattr(at, "date") else at
    hour, half = local.hour % 12 or 12, words.half_of_day(local.hour)
    return f"{hour}:{local.minute:02d} {half}" if local.minute else f"{hour} {half}"


def day(at: Any) -> str:
    """`Today`, `Tomorrow`, or `Wed 25 November`."""
    local = timezone.localtime(at)
    away = (local.date() - clock.shop_date(clock.now())).days
    if away == 0:
        return translation.gettext("Today")
    if away == 1:
        return translation.gettext("Tomorrow")
    return formats.date_format(local, "D j F")


def moment(at: Any) -> str:
    """`25 Nov, 5:30 pm`."""
    return f"{formats.date_format(timezone.localtime(at), 'j M')}, {clock_time(at)}"
