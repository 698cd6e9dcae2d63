"""The little of Markdown that the pages are made of."""

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make docs` from the code; a change made here is lost. -->"


def page(title: str, *parts: str) -> str:
    """A whole page: its title, the notice that it is generated, and its parts with an empty line between."""
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell stays a bar, a line break becomes a space."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def code(text: str) -> str:
    """Text as code; nothing for no text."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    """Several, with commas."""
    return ", ".join(map(code, texts))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
