"""Where products and shelves live, put together without asking the URL resolver for each card of a page.

A list of 24 cards would spend more time in `reverse()` than in the database. A test keeps these equal to it.
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

PLACEHOLDER = "-slug-"


def prefix_of(name: str) -> str:
    """What stands before the slug in the address of such a page, in the language in force."""
    return _prefix(name, get_language())


@lru_cache(maxsize=100)
def _prefix(name: str, _language: str | None) -> str:
    return reverse(name, kwargs={"slug": PLACEHOLDER}).removesuffix(f"{PLACEHOLDER}/")
