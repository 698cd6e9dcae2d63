"""The books: everything that must be true after any crash, race or attack, asked of the real data.

Each domain registers a check that yields a sentence for every row that is wrong. `manage.py check_books` runs them
all and exits 1 when one speaks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Check = Callable[[], Iterator[str]]

_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the books that is not as it must be."""

    book: str
    sentence: str


def register(book: str, check: Check) -> None:
    """Add a book. Its name is what a person reads: "stock", "orders"."""
    _checks[book] = check


def names() -> list[str]:
    """The books there are."""
    return list(_checks)


def audit_all() -> Iterator[Finding]:
    """Run every check; nothing comes out of books that are right."""
    for book, check in _checks.items():
        for sentence in check():
            yield Finding(book, sentence)
