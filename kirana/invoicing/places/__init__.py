"""The states of India as GST knows them, and which of them a PIN code lies in.

`states.csv` and `pin_ranges.csv` are ours; in the second a narrow range stands above the wide one it lies in.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class State:
    """A state or union territory. In a territory without a legislature the state's half is called UTGST."""

    code: str
    name: str
    names: dict[str, str]
    is_union_territory: bool

    def name_in(self, language: str) -> str:
        """The name in a language, or in English."""
        return self.names.get(language, self.name)


@cache
def states() -> dict[str, State]:
    """Every state by its GST code."""
    return {
        row["code"]: State(row["code"], row["name"], {"hi": row["name_hi"]}, bool(row["is_union_territory"]))
        for row in _rows("states.csv")
    }


def state_of(*, pincode: str) -> State | None:
    """The state a PIN code lies in; None for one of no state, such as the army's."""
    if not (pincode.isascii() and pincode.isdigit() and len(pincode) == 6):
        return None
    number = int(pincode)
    around = [(last - first, code) for first, last, code in _ranges() if first <= number <= last]
    return states()[min(around)[1]] if around else None


@cache
def _ranges() -> list[tuple[int, int, str]]:
    return [(int(row["first"]), int(row["last"]), row["state"]) for row in _rows("pin_ranges.csv")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with FOLDER.joinpath(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
