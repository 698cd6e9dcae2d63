"""What facts are called on a page."""

from datetime import date

import pytest

from kirana.ui import words


def test_a_span_of_days_names_its_years_only_when_they_differ() -> None:
    assert words.day_span(date(2026, 12, 11), date(2026, 12, 31)) == "11 Dec – 31 Dec"
    assert words.day_span(date(2026, 10, 28), date(2027, 10, 28)) == "28 Oct 2026 – 28 Oct 2027"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("2026-11-27T23:22+00:00", "28 Nov, 4:52 am"),
        ("2026-11-27T23:22:05Z", "28 Nov, 4:52 am"),
        ("2026-11-27", "2026-11-27"),
        ("KM-10122", "KM-10122"),
        (113, "113"),
    ],
)
def test_a_moment_in_the_evidence_is_said_as_people_say_it(fact: object, said: str) -> None:
    assert words.in_words(fact) == said
