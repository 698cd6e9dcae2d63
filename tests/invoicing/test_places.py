"""Which state a PIN code lies in."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kirana.invoicing.places import state_of, states

pytestmark = pytest.mark.sqlite_only

DIRECTORY = Path(__file__).resolve().parents[3] / "shared/data/pincodes/india_pincodes_19k.csv"
CODES = {state.name.upper(): code for code, state in states().items()} | {
    "THE DADRA AND NAGAR HAVELI AND DAMAN AND DIU": "26",
}


@pytest.mark.parametrize(
    ("pincode", "code"),
    [
        ("560038", "29"),
        ("110001", "07"),
        ("160017", "04"),
        ("160059", "03"),
        ("248001", "05"),
        ("263001", "05"),
        ("250001", "09"),
        ("396210", "26"),
        ("396001", "24"),
        ("605001", "34"),
        ("605602", "33"),
        ("673310", "34"),
        ("682555", "31"),
        ("500001", "36"),
        ("517501", "37"),
        ("194101", "38"),
        ("744101", "35"),
    ],
)
def test_a_pin_code_lies_in_its_state(pincode, code):
    state = state_of(pincode=pincode)
    assert state is not None
    assert state.code == code


@pytest.mark.parametrize("pincode", ["900056", "000000", "56003", "5600388", "abcdef", "", "५६००३८"])
def test_what_lies_in_no_state_is_not_guessed(pincode):
    assert state_of(pincode=pincode) is None


def test_the_states_are_those_of_gst():
    assert len(states()) == 37
    assert [code for code, state in states().items() if state.is_union_territory] == [
        "04",
        "26",
        "31",
        "35",
        "38",
        "97",
    ]
    assert states()["29"].name_in("hi") == "कर्नाटक"


@pytest.mark.skipif(not DIRECTORY.exists(), reason="the directory of post offices is not on this machine")
def test_the_ranges_agree_with_the_directory_of_post_offices():
    found: Counter[bool] = Counter()
    with DIRECTORY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            state = state_of(pincode=row["pincode"])
            if row["state"] in CODES and state is not None:
                found[state.code == CODES[row["state"]]] += 1
    assert found[True] > 19_400
    assert found[False] == 10  # ten offices that the directory puts into another state than all around them
