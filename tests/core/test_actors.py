"""Who did it, as one line of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirana.core.actors import GUEST, Actor, ActorKind, ByField, system


@pytest.mark.parametrize(
    ("actor", "line"),
    [
        (Actor(ActorKind.STAFF, "Chitra Rao", 12), "staff:12 Chitra Rao"),
        (Actor(ActorKind.CUSTOMER, "Asha Iyer", 0), "customer:0 Asha Iyer"),
        (system("expiry"), "system: expiry"),
        (GUEST, "guest: guest"),
    ],
)
def test_an_actor_is_a_line_that_can_be_read_back(actor, line):
    assert str(actor) == line
    assert Actor.parse(line) == actor


@given(st.sampled_from(ActorKind), st.text(max_size=60), st.none() | st.integers(0, 10**12))
def test_any_name_comes_back_as_it_went(kind, name, number):
    assert Actor.parse(str(Actor(kind, name, number))) == Actor(kind, name, number)


def test_a_long_name_is_cut_to_what_the_column_holds():
    line = str(Actor(ActorKind.CUSTOMER, "अ" * 300, 7))
    assert len(line) == ByField.LENGTH == 120
    assert line.startswith("customer:7 अअ")


@pytest.mark.parametrize("line", ["", "Chitra", "staff Chitra", "thief:1 Bilal", "staff:x Chitra"])
def test_what_is_not_an_actor_is_refused(line):
    with pytest.raises(ValueError):
        Actor.parse(line)
