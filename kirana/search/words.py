"""Words: how text becomes what is indexed and what is looked for. The same for both, or nothing is found."""

import re
import unicodedata

# Letters and digits with the marks that belong to them: Devanagari vowel signs are marks, not breaks.
WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0903\u093a-\u094f\u0962\u0963]+[^\W_]*)*")
MOST_WORDS = 8
PACK = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|kilo|kgs|g|gm|gms|gram|grams|l|ltr|litre|litres|ml|pc|pcs)\b")
UNITS = {
    "kilo": "kg", "kgs": "kg", "gm": "g", "gms": "g", "gram": "g", "grams": "g",
    "ltr": "l", "litre": "l", "litres": "l", "pc": "pcs",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case, compatible forms, no accents on Latin letters, and pack sizes as one word: `5 Kg` → `5kg`."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not ("\u0300" <= char <= "\u036f"))
    text = unicodedata.normalize("NFC", text)
    return PACK.sub(lambda size: f"{size[1].replace('.', 'p')}{UNITS.get(size[2], size[2])}", text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def query_words(text: str) -> list[str]:
    """The words of what someone typed, without repeats, `MOST_WORDS` at most."""
    return list(dict.fromkeys(words_of(text[:200])))[:MOST_WORDS]
