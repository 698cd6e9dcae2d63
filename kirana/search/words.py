"""Words: how text becomes what is indexed and what is looked for. The same for both, or nothing is found."""

import re
import unicodedata
from decimal import Decimal

from kirana.catalog.packs import UNITS
from kirana.core.quantity import BaseUnit

# Letters and digits with the marks that belong to them: Devanagari vowel signs are marks, not breaks.
MARKS = "\u0900-\u0903\u093a-\u094f\u0962\u0963"
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*")
MOST_WORDS = 8

# What sounds the same is written both ways: a dot under a letter or none (प्याज़, प्याज), a moon over it or a dot
# (माँ, मां), the nasal before a consonant as a letter or as a dot (अन्डे, अंडे).
DOT_BELOW = "\u093c"
ONE_DOT = str.maketrans({"\u0901": "\u0902", DOT_BELOW: None} | {0x0966 + digit: str(digit) for digit in range(10)})
NASAL = re.compile("[ङञणनम]\u094d(?=[क-घच-झट-ढत-धप-भ])")

PIECES = {"pc", "pcs", "piece", "pieces", "nos"}  # `tablets` and the like are words that people look for
HINDI = {"किलो": "kg", "किग्रा": "kg", "ग्राम": "g", "लीटर": "l", "लिटर": "l", "मिली": "ml", "पीस": "pc"}
MEASURES = {name: unit for name, unit in UNITS.items() if unit[0] is not BaseUnit.PIECE or name in PIECES}
MEASURES |= {name: UNITS[unit] for name, unit in HINDI.items()}
SHORT = {BaseUnit.GRAM: ("g", "kg"), BaseUnit.MILLILITRE: ("ml", "l"), BaseUnit.PIECE: ("pcs", "pcs")}
NAMES = "|".join(sorted(MEASURES, key=len, reverse=True))
PACK = re.compile(rf"(?<![^\W_])(\d{{1,9}}(?:\.\d{{1,6}})?)\s*({NAMES})(?![^\W_]|[{MARKS}])")


def fold(text: str) -> str:
    """Lower case, compatible forms, no accents, one way to write what sounds alike, and pack sizes as one word.

    `5 Kg`, `5000 g` and `५ किलो` are all `5kg`.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not ("\u0300" <= char <= "\u036f"))
    text = NASAL.sub("\u0902", unicodedata.normalize("NFC", text).translate(ONE_DOT))
    return PACK.sub(_as_one_word, text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def query_words(text: str) -> list[str]:
    """The words of what someone typed, without repeats, `MOST_WORDS` at most."""
    return list(dict.fromkeys(words_of(text[:200])))[:MOST_WORDS]


def _as_one_word(size: re.Match[str]) -> str:
    base, factor = MEASURES[size[2]]
    amount = Decimal(size[1]) * factor
    small, big = SHORT[base]
    number, name = (amount / base.per, big) if amount >= base.per else (amount, small)
    return f"{number.normalize():f}".replace(".", "p") + name
