"""Amounts in words, as a bill says them in India: lakh and crore, in English and in Hindi."""

from collections.abc import Callable

from kirana.core.money import PAISE_PER_RUPEE

STEPS = ((10**7, "crore", "करोड़"), (10**5, "lakh", "लाख"), (1000, "thousand", "हज़ार"), (100, "hundred", "सौ"))
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
BY_TEN = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
BELOW_A_HUNDRED = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
)
ONES, TENS, HINDI = SMALL.split(), BY_TEN.split(), BELOW_A_HUNDRED.split()


def in_english(paise: int) -> str:
    """`Rupees one lakh twenty-three thousand four hundred fifty-six and fifty paise only`."""
    rupees, left = divmod(paise, PAISE_PER_RUPEE)
    words = f"Rupees {_say(rupees, _english, 1)}"
    return f"{words} and {_english(left)} paise only" if left else f"{words} only"


def in_hindi(paise: int) -> str:
    """`एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे मात्र`."""
    rupees, left = divmod(paise, PAISE_PER_RUPEE)
    words = f"{_say(rupees, HINDI.__getitem__, 2)} {'रुपया' if rupees == 1 else 'रुपये'}"
    return f"{words} {HINDI[left]} {'पैसा' if left == 1 else 'पैसे'} मात्र" if left else f"{words} मात्र"


def _english(number: int) -> str:
    """A number below a hundred."""
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens]}-{ONES[ones]}" if ones else TENS[tens]


def _say(number: int, small: Callable[[int], str], language: int) -> str:
    """A number by crores, lakhs, thousands and hundreds; `small` says one below a hundred."""
    if number < 100:
        return small(number)
    said = []
    for step in STEPS:
        count, number = divmod(number, step[0])
        if count:
            said.append(f"{_say(count, small, language)} {step[language]}")
    return " ".join([*said, small(number)] if number else said)
