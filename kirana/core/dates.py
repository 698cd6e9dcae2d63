"""Dates as people write them, in the language in force.

The patterns and names are those of the CLDR: `d MMMM y` is `5 December 2026` and `5 दिसंबर 2026`. Django's own Hindi has
other spellings of some months and days than people use.
"""

from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language


def written(on: date, pattern: str) -> str:
    """The date in this pattern of the CLDR. A moment is to be in the zone of its reader."""
    return format_date(on, pattern, locale=get_language() or "en")
