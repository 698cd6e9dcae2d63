"""What must not stand in a log, an error report or a mail about one: secrets, and what tells who a person is.

One place for all of it. `mask` works on text, whatever it is from; `masked` also on what has names: a dictionary's
value is masked whole when its name says so. The shop's own keys (`never_show`) are known letter for letter.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from numbers import Real
from typing import Any

SECRET, PERSONAL = "[secret]", "[personal]"

SECRETS = (
    r"pass(?:word|wd|phrase)?\w*|pwd|\w*secret\w*|\w*token|\w*api[_-]?key|private[_-]?key|\w*cookies?|authorization"
    r"|session(?:id|_key)|csrf\w*|otp|pin|cvv|cvc|signature|dsn"
)
PEOPLE = (
    r"phone\w*|mobile\w*|e-?mail\w*|address(?:_line|_?\d|_text)?|street|landmark|login|aadhaar|pan|gstin|upi|vpa"
    r"|card\w*"
)
SECRET_NAME = re.compile(rf"(?:{SECRETS})", re.IGNORECASE)
PERSONAL_NAME = re.compile(rf"(?:{PEOPLE})", re.IGNORECASE)

SHORTEST_KEY = 8  # anything shorter may be part of a word
MOST_TEXT = 20_000


def _card(found: re.Match[str]) -> str:
    return "[card]" if _is_card(found.group()) else found.group()


def _is_card(text: str) -> bool:
    """Whether the digits end with their check digit (ISO/IEC 7812-1, Luhn)."""
    digits = [int(one) for one in text if one.isdigit()]
    doubled = [sum(divmod(one * 2, 10)) if place % 2 else one for place, one in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _token(found: re.Match[str]) -> str:
    text = found.group()
    is_random = any(one.isdigit() for one in text) and any(one.islower() for one in text)
    return "[token]" if is_random and any(one.isupper() for one in text) else text


_QUOTED = r"(['\"])(?P<name>{names})\1(\s*[:=]\s*)(['\"])(?:\\.|(?!\4).)*\4"
_BARE = r"\b(?P<name>{names})(=|\s*:\s*)(?!\[)[^\s'\"&,;)}}\]]+"
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b(authorization|(?:set-)?cookie)(['\"]?\s*[:=]\s*)[^\n]+", re.IGNORECASE), rf"\1\2{SECRET}"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), rf"\1 {SECRET}"),
    (re.compile(r"(\w://)[^\s/@:]+(?::[^\s/@]*)?@"), rf"\1{SECRET}@"),
    (re.compile(_QUOTED.format(names=SECRETS), re.IGNORECASE), rf"\1\g<name>\1\3\4{SECRET}\4"),
    (re.compile(_QUOTED.format(names=PEOPLE), re.IGNORECASE), rf"\1\g<name>\1\3\4{PERSONAL}\4"),
    (re.compile(_BARE.format(names=SECRETS), re.IGNORECASE), rf"\g<name>\2{SECRET}"),
    (re.compile(r"\b(?:sk|rk|pk|whsec|rzp|ghp|gho|xox[abp]|AKIA|AGE-SECRET-KEY)[_-]?[\w-]{8,}"), SECRET),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (re.compile(r"Failing row contains \([^\n]*"), f"Failing row contains ({PERSONAL})"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*"), "[mail]"),
    (re.compile(r"(?<![\w.])(?:\d[ -]?){13,18}\d(?![\w.]*\d)"), _card),
    (re.compile(r"(?<![\w.])(?:\+?91[ -]?|0)?[6-9]\d{4}[ -]?\d{5}(?!\w)"), "[phone]"),
    (re.compile(r"(?<![\w.])\+\d[\d -]{7,15}\d(?!\w)"), "[phone]"),
    (re.compile(r"\b(?:\d{2}[A-Z]{5}\d{4}[A-Z]\w[Zz]\w|[A-Z]{5}\d{4}[A-Z])\b"), "[tax number]"),
    (re.compile(r"(?<!\d)\d{4} \d{4} \d{4}(?!\d)"), "[aadhaar]"),
    (re.compile(r"(?<![\w/.-])[\w-]{20,}(?![\w-])|(?<=/)[\w-]{20,}(?![\w-])"), _token),
)

_ours: list[str] = []


def never_show(values: Iterable[str]) -> None:
    """Secrets of this shop, to be found wherever they stand; the longest first."""
    known = {value for value in values if len(value) >= SHORTEST_KEY} | set(_ours)
    _ours[:] = sorted(known, key=len, reverse=True)


def secrets_of(settings: Any) -> list[str]:
    """Every setting whose name says that it is a secret, letter for letter."""
    found: list[str] = []
    for name in dir(settings):
        if name.isupper() and re.search(r"(?:SECRET\w*|_PASSWORD|_TOKEN|_KEYS?|DSN)$", name):
            value = getattr(settings, name)
            found += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    return found


def mask(text: str) -> str:
    """The text without secrets, phones, mail addresses, cards and tokens; no longer than 20,000 characters."""
    text = text[:MOST_TEXT]
    for value in _ours:
        text = text.replace(value, SECRET)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def masked(value: Any, name: str = "") -> Any:
    """The same with everything in it masked: dictionaries, lists, texts; other things as they are."""
    if name and value not in (None, "", SECRET, PERSONAL):
        if SECRET_NAME.fullmatch(name):
            return SECRET
        if PERSONAL_NAME.fullmatch(name):
            return PERSONAL
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {mask(str(key)): masked(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return value if value is None or isinstance(value, Real | datetime) else mask(str(value))
