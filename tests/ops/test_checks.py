"""Checks: registered once, never good without evidence, and the worst of several speaks."""

import pytest

from kirana.ops.checks import Answer, Figure, GoodWithoutEvidence, Verdict, worst

pytestmark = pytest.mark.sqlite_only


def test_nothing_is_good_without_evidence():
    with pytest.raises(GoodWithoutEvidence):
        Answer(Verdict.GOOD, "All is well.")


def test_good_with_a_figure_is_good():
    answer = Answer(Verdict.GOOD, "%(days)s days are left.", {"days": 41}, figures=[Figure("Days", "41")])
    assert answer.message == "41 days are left."


def test_what_is_wrong_needs_no_figures_to_be_said():
    assert Answer(Verdict.ACT, "The database does not answer.").rows == ()


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([], None),
        ([Verdict.GOOD, Verdict.NOT_CONNECTED], Verdict.NOT_CONNECTED),
        ([Verdict.ACT, Verdict.WATCH, Verdict.GOOD], Verdict.ACT),
        ([Verdict.ASK, Verdict.WATCH], Verdict.WATCH),
    ],
)
def test_the_worst_speaks_for_all(verdicts, said):
    assert worst(verdicts) is said
