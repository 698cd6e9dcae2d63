"""Numbers of documents: consecutive in a store, a kind and a financial year; no gap, no repeat, whoever fails.

The number is drawn from the series' locked row in the transaction that writes the document, so that neither is there
without the other. `T1/2627/0042` is the 42nd tax invoice of store 1 from April 2026 to March 2027.
"""

import hashlib
import json
from datetime import date
from typing import Any

from kirana.core import numbers
from kirana.invoicing.models import DocumentKind

MOST_CHARACTERS = 16  # rule 46(b) of the CGST rules
APRIL = 4


class SeriesFull(RuntimeError):
    """The year's numbers no longer fit into sixteen characters: after more than ten million documents."""


def financial_year(on: date) -> str:
    """`2627` for every day from April 2026 to March 2027."""
    first = on.year if on.month >= APRIL else on.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def series_of(*, store_id: int, kind: str, year: str) -> str:
    """The name of a series in `core.numbers`."""
    return f"invoicing:{store_id}:{kind}:{year}"


def number_of(*, store_id: int, kind: str, year: str, sequence: int) -> str:
    """The number as it is printed."""
    number = f"{DocumentKind(kind).letter}{store_id}/{year}/{sequence:04d}"
    if len(number) > MOST_CHARACTERS:
        raise SeriesFull(number)
    return number


def draw(*, store_id: int, kind: str, on: date) -> dict[str, Any]:
    """The columns of the next number; the series is held until the transaction ends."""
    year = financial_year(on)
    sequence = numbers.next_in(series=series_of(store_id=store_id, kind=kind, year=year))
    number = number_of(store_id=store_id, kind=kind, year=year, sequence=sequence)
    return {"kind": kind, "financial_year": year, "sequence": sequence, "number": number}


def hash_of(facts: dict[str, Any]) -> str:
    """The hash of everything that is printed."""
    line = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()
