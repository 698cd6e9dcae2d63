"""Drawn pieces are kept by value, the ones that are asked for longest."""

import pytest

from kirana.ui import memo
from kirana.ui.memo import Memo

pytestmark = pytest.mark.sqlite_only


class Pen:
    """Counts what it draws."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def draw(self, kept: Memo, what: str, *facts: object) -> str:
        def caller() -> str:
            self.drawn.append(what)
            return f"<b>{what} {len(self.drawn)}</b>"

        return kept(what, *facts, caller=caller)


def test_the_same_facts_are_drawn_once_and_others_anew():
    kept, pen = Memo(), Pen()
    assert [pen.draw(kept, "atta", 28500), pen.draw(kept, "atta", 28500)] == ["<b>atta 1</b>"] * 2
    assert pen.draw(kept, "atta", 29000) == "<b>atta 2</b>"
    assert pen.drawn == ["atta", "atta"]


def test_what_a_template_drew_is_not_escaped_again():
    assert Memo()("x", caller=lambda: "<b>₹285</b>").__html__() == "<b>₹285</b>"


def test_what_asha_looks_at_again_and_again_is_kept_when_others_come_and_go(monkeypatch):
    monkeypatch.setattr(memo, "MOST_PIECES", 2)
    kept, pen = Memo(), Pen()
    for other in ("milk", "eggs", "onions", "almonds"):
        pen.draw(kept, "atta")
        pen.draw(kept, other)
    assert pen.drawn == ["atta", "milk", "eggs", "onions", "almonds"]
    pen.draw(kept, "milk")  # nobody had asked for it any more
    assert pen.drawn[-1] == "milk"


def test_it_never_holds_more_than_twice_its_most(monkeypatch):
    monkeypatch.setattr(memo, "MOST_PIECES", 3)
    kept, pen = Memo(), Pen()
    for number in range(20):
        pen.draw(kept, f"piece {number}")
    assert len(kept._newer) + len(kept._older) <= 6
    assert pen.draw(kept, "piece 19") == "<b>piece 19 20</b>"


def test_many_things_are_drawn_one_after_the_other_and_each_of_them_once():
    kept, drawn = Memo(), []

    def draw(thing, price):
        drawn.append(thing)
        return f"<li>{thing} {price}</li>"

    assert kept.each("card", draw, ["atta", "milk"], 28) == "<li>atta 28</li><li>milk 28</li>"
    assert kept.each("card", draw, ["milk", "eggs"], 28).__html__() == "<li>milk 28</li><li>eggs 28</li>"
    assert kept.each("card", draw, ["milk"], 29) == "<li>milk 29</li>"
    assert drawn == ["atta", "milk", "eggs", "milk"]
