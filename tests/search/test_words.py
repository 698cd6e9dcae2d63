"""How text becomes words: the same for what is indexed and for what is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kirana.search.words import MOST_WORDS, fold, query_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chakki Fresh Atta", ["chakki", "fresh", "atta"]),
        ("Café Crème", ["cafe", "creme"]),
        ("ＡＴＴＡ", ["atta"]),  # as some keyboards write it
        ("चक्की आटा", ["चक्की", "आटा"]),
        ("टोंड दूध", ["टोंड", "दूध"]),
        ("प्याज़", ["प्याज"]),  # with the dot below or without it
        ("सब्ज़ियाँ", ["सब्जियां"]),
        ("अन्डे", ["अंडे"]),
        ("५ अंडे", ["5", "अंडे"]),
        ("atta/maida, besan", ["atta", "maida", "besan"]),
        ("snake_case", ["snake", "case"]),
        ("7-Up", ["7", "up"]),
        ("", []),
        ("₹ & …", []),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("5 Kg", "5kg"),
        ("5KG", "5kg"),
        ("5 kilo", "5kg"),
        ("5 kgs", "5kg"),
        ("500 gm", "500g"),
        ("500 gms", "500g"),
        ("500 grams", "500g"),
        ("1 L", "1l"),
        ("1 ltr", "1l"),
        ("2 litres", "2l"),
        ("250 ML", "250ml"),
        ("6 pc", "6pcs"),
        ("1.5 kg", "1p5kg"),
        ("5000 g", "5kg"),
        ("1500 gm", "1p5kg"),
        ("0.5 kg", "500g"),
        ("5 kilos", "5kg"),
        ("5 kilogram", "5kg"),
        ("5 किलो", "5kg"),
        ("५ किलो", "5kg"),
        ("५०० ग्राम", "500g"),
        ("1000 ml", "1l"),
        ("6 pieces", "6pcs"),
    ],
)
def test_a_pack_size_is_one_word_however_it_is_written(written, word):
    assert words_of(f"atta {written} pouch") == ["atta", word, "pouch"]


def test_a_number_before_another_word_is_no_pack_size():
    assert words_of("5 grain 2 large") == ["5", "grain", "2", "large"]
    assert words_of("5 किलोमीटर") == ["5", "किलोमीटर"]
    assert words_of("10 tablets") == ["10", "tablets"]


def test_a_query_keeps_each_word_once_and_eight_at_most():
    assert query_words("milk Milk MILK doodh") == ["milk", "doodh"]
    assert query_words("a b c d e f g h i j") == list("abcdefgh")
    assert len(query_words("x" * 5000)) == 1
    assert len(query_words("x" * 5000)[0]) == 200


TYPED = some.text(alphabet="abKGglmLé 0159.,-'\"*()|&किलोआटाज़ँं\u200d५", max_size=40)


@given(TYPED)
def test_a_word_is_its_own_word(text):
    """What is indexed is folded once and what is looked for once more: a word must not change on the way."""
    assert [words_of(word) for word in words_of(text)] == [[word] for word in words_of(text)]


@given(some.text(max_size=300))
def test_a_query_is_short_and_harmless(text):
    words = query_words(text)
    assert len(words) <= MOST_WORDS
    assert all(word and not set(word) & set("'\"\\:&|!()*<> \t\n") for word in words)


@given(some.text(alphabet="abc XYZ 0123 kgKG.", max_size=40))
def test_capitals_make_no_difference(text):
    assert fold(text.upper()) == fold(text.lower())
