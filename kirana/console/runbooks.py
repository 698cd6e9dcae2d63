"""The runbooks of `docs/runbooks`, as pages: Markdown made into HTML that holds nothing but text, links and code."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from kirana.core.errors import NotFound

FOLDER = Path(settings.ROOT, "docs", "runbooks")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
NEIGHBOUR = re.compile(r'href="([a-z0-9-]+)\.md(#[\w-]*)?"')
ELSEWHERE = re.compile(r'<a href="\.\./[^"]*">(.*?)</a>', re.DOTALL)
TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td", "ul"}


@dataclass(frozen=True, slots=True)
class Runbook:
    """A page that says what to do."""

    slug: str
    title: str
    text: str


@cache
def all_runbooks() -> tuple[Runbook, ...]:
    """Every runbook there is, by title; none where the docs were not shipped."""
    found = (_read(path) for path in FOLDER.glob("*.md") if path.stem != "README")
    return tuple(sorted(found, key=lambda one: one.title))


def by_slug(slug: str) -> Runbook:
    """The runbook of this name. Raises `NotFound`."""
    found = next((one for one in all_runbooks() if one.slug == slug), None)
    if found is None:
        raise NotFound()
    return found


def exists(slug: str) -> bool:
    """Whether there is a runbook of this name."""
    return any(one.slug == slug for one in all_runbooks())


def page(runbook: Runbook) -> SafeString:
    """The runbook as HTML, without its title; links to its neighbours lead to their pages here."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(TITLE.sub("", runbook.text, count=1))
    html = ELSEWHERE.sub(r"\1", NEIGHBOUR.sub(_address, html))
    clean = nh3.clean(html, tags=TAGS | TABLES, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(clean)  # what is left are the tags above and no attribute but an address


def _address(found: re.Match[str]) -> str:
    return f'href="{reverse("console_runbook", kwargs={"slug": found[1]})}{found[2] or ""}"'


def _read(path: Path) -> Runbook:
    text = path.read_text(encoding="utf-8")
    title = TITLE.search(text)
    return Runbook(path.stem, title[1] if title else path.stem, text)
