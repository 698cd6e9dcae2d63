"""The shop's languages: gather the texts, compile the translations, say what is missing.

    python -m tools.translations gather     texts in code and templates → locale/<language>/LC_MESSAGES/django.po
    python -m tools.translations compile    .po → .mo, when the .po is newer
    python -m tools.translations missing    every text a language has no words for; exits 1 when there is one

A third language is a folder under `kirana/locale` and a line in the settings.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "kirana"
LOCALES = SOURCES / "locale"
METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/jinja2/**.html", "jinja2"),
    ("**/jinja2/**.txt", "jinja2"),
]
OPTIONS = {"**/jinja2/**": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "trim_blocks": "true"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def languages() -> list[str]:
    """The languages that have a folder."""
    return sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def gather() -> Catalog:
    """Every text of the sources that a person reads."""
    catalog = Catalog(project="Kirana Market", charset="utf-8")
    found = extract_from_dir(str(SOURCES), METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in found:
        catalog.add(message, locations=[(f"kirana/{filename}", 0)], auto_comments=comments, context=context)
    return catalog


def write(texts: Catalog) -> None:
    """Bring each language's file up to date: new texts are added, texts no one uses are dropped."""
    for language in languages():
        path = _po(language)
        known = _read(language) if path.exists() else Catalog(locale=language)
        known.update(texts, no_fuzzy_matching=True)
        known.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, known, width=110, sort_output=True, include_lineno=False, omit_header=False)


def compile_all() -> None:
    """Write each `.mo` that is older than its `.po`."""
    for language in languages():
        source = _po(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, _read(language))


def missing(texts: Catalog) -> Iterator[str]:
    """A line for each text that a language has no words for, or that is not in its file yet."""
    for language in languages():
        known = _read(language)
        for message in texts:
            if message.id and not _is_translated(known.get(_key(message), message.context)):
                yield f"{language}: {_key(message)}"


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    words = message.string
    return bool(words) and (all(words) if isinstance(words, tuple | list) else True)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def main() -> int:
    """Run the verb of the command line."""
    match sys.argv[1:]:
        case ["gather"]:
            write(gather())
        case ["compile"]:
            compile_all()
        case ["missing"]:
            lines = list(missing(gather()))
            print("\n".join(lines) or "Every text has its words.")
            return bool(lines)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
