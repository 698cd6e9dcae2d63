"""Amounts in words."""

import pytest

from kirana.invoicing import words

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("paise", "english", "hindi"),
    [
        (0, "Rupees zero only", "शून्य रुपये मात्र"),
        (1_00, "Rupees one only", "एक रुपया मात्र"),
        (50, "Rupees zero and fifty paise only", "शून्य रुपये पचास पैसे मात्र"),
        (19_01, "Rupees nineteen and one paise only", "उन्नीस रुपये एक पैसा मात्र"),
        (100_00, "Rupees one hundred only", "एक सौ रुपये मात्र"),
        (999_99, "Rupees nine hundred ninety-nine and ninety-nine paise only", "नौ सौ निन्यानवे रुपये निन्यानवे पैसे मात्र"),
        (
            1_23_456_50,
            "Rupees one lakh twenty-three thousand four hundred fifty-six and fifty paise only",
            "एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे मात्र",
        ),
        (10_00_00_000_00, "Rupees ten crore only", "दस करोड़ रुपये मात्र"),
        (1_00_000_00, "Rupees one lakh only", "एक लाख रुपये मात्र"),
        (
            123_45_67_890_00,
            "Rupees one hundred twenty-three crore forty-five lakh sixty-seven thousand eight hundred ninety only",
            "एक सौ तेईस करोड़ पैंतालीस लाख सड़सठ हज़ार आठ सौ नब्बे रुपये मात्र",
        ),
    ],
)
def test_an_amount_is_said_by_lakh_and_crore(paise, english, hindi):
    assert (words.in_english(paise), words.in_hindi(paise)) == (english, hindi)


def test_there_is_a_hindi_word_for_every_number_below_a_hundred():
    assert (len(words.HINDI), len(set(words.HINDI))) == (100, 100)
