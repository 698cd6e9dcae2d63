"""What facts are called on a page."""

from datetime import date, time

import pytest
from django.utils import translation

from kirana.ui import words


def test_a_span_of_days_names_its_years_only_when_they_differ() -> None:
    assert words.day_span(date(2026, 12, 11), date(2026, 12, 31)) == "11 Dec – 31 Dec"
    assert words.day_span(date(2026, 10, 28), date(2027, 10, 28)) == "28 Oct 2026 – 28 Oct 2027"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("2026-11-27T23:22+00:00", "28 Nov, 4:52 am"),
        ("2026-11-27T23:22:05Z", "28 Nov, 4:52 am"),
        ("2026-11-27 23:22 UTC", "28 Nov, 4:52 am"),
        ("2026-11-27", "2026-11-27"),
        ("KM-10122", "KM-10122"),
        (113, "113"),
    ],
)
def test_a_moment_in_the_evidence_is_said_as_people_say_it(fact: object, said: str) -> None:
    assert words.in_words(fact) == said


@pytest.mark.parametrize(("fact", "said"), [("Owner", "मालिक"), ("KM-10122", "KM-10122"), ("", ""), (113, "113")])
def test_a_word_in_the_evidence_that_the_shop_knows_is_said_in_hindi(fact: object, said: str) -> None:
    with translation.override("hi"):
        assert words.in_words(fact) == said


@pytest.mark.parametrize(
    ("at", "english", "hindi"),
    [
        (time(0, 5), "12:05 am", "रात 12:05 बजे"),
        (time(4), "4 am", "सुबह 4 बजे"),
        (time(11, 59), "11:59 am", "सुबह 11:59 बजे"),
        (time(12), "12 pm", "दोपहर 12 बजे"),
        (time(17, 30), "5:30 pm", "शाम 5:30 बजे"),
        (time(20), "8 pm", "रात 8 बजे"),
    ],
)
def test_a_time_is_said_as_each_language_says_it(at: time, english: str, hindi: str) -> None:
    assert words.clock_time(at) == english
    with translation.override("hi"):
        assert words.clock_time(at) == hindi.replace(" ", "\N{NO-BREAK SPACE}")


def test_days_and_months_are_spelled_as_people_spell_them() -> None:
    on = date(2026, 11, 26)
    assert (words.short_date(on), words.full_date(on)) == ("26 Nov", "Thursday 26 November 2026")
    with translation.override("hi"):
        assert (words.short_date(on), words.full_date(on)) == ("26 नवंबर", "गुरुवार 26 नवंबर 2026")
