"""Whether anyone waits too long: 48 hours for an answer, a month for the end."""

from datetime import timedelta

import pytest

from kirana.ops.checks import Verdict
from kirana.support import services as support
from kirana.support.checks import open_tickets
from kirana.support.models import ANSWER_WITHIN, RESOLVE_WITHIN
from tests.cast import NOW
from tests.support.asked import a_ticket

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("waited", "verdict"),
    [
        (timedelta(hours=23), Verdict.GOOD),
        (timedelta(hours=25), Verdict.WATCH),
        (ANSWER_WITHIN, Verdict.WATCH),
        (ANSWER_WITHIN + MINUTE, Verdict.ACT),
    ],
)
def test_an_answer_is_due_in_48_hours(lakshmi, waited, verdict):
    ticket = a_ticket(lakshmi)
    answer = open_tickets(NOW + waited)
    assert answer.verdict is verdict
    assert [row[0] for row in answer.rows] == ([] if verdict is Verdict.GOOD else [ticket.number])


@pytest.mark.parametrize(
    ("waited", "verdict"),
    [
        (timedelta(days=24), Verdict.GOOD),
        (timedelta(days=26), Verdict.WATCH),
        (RESOLVE_WITHIN + MINUTE, Verdict.ACT),
    ],
)
def test_an_answered_request_is_to_end_within_a_month(lakshmi, waited, verdict):
    ticket = a_ticket(lakshmi)
    support.answer(ticket=ticket, text="We look into it.", by=lakshmi.chitra.as_actor(), at=NOW)
    assert open_tickets(NOW + waited).verdict is verdict


def test_what_is_settled_waits_for_nobody(lakshmi):
    support.resolve(ticket=a_ticket(lakshmi), text="Done.", by=lakshmi.chitra.as_actor(), at=NOW)
    answer = open_tickets(NOW + timedelta(days=20))
    assert answer.verdict is Verdict.GOOD
    assert [str(one.value) for one in answer.figures] == ["0", "0", "–", "0", "1"]
