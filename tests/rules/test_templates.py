"""Templates: they compile, keep styles and scripts in files, and trust no text but their own."""

import re
from collections.abc import Iterator
from pathlib import PurePath

import pytest
from django.template import engines
from jinja2 import nodes

from tests.rules.sources import templates, text

pytestmark = pytest.mark.sqlite_only

# The policy `default-src 'self'` would refuse each of these, and the page would be broken where it stands.
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:", re.IGNORECASE),
    "a script in an attribute of htmx": re.compile(r"hx-on|js:|\[[^\]]*\]\s*from:", re.IGNORECASE),
}
# A mail program reads no style sheet.
MAILS = "kirana/notifications/jinja2/notifications/mail/"
PAGES = [path for path in templates() if path.endswith(".html") and not path.startswith(MAILS)]


def name_of(path: str) -> str:
    return str(PurePath(path.split("/jinja2/", 1)[1]))


def trusted(path: str) -> Iterator[nodes.Node]:
    """What is put on the page as it is, without escaping."""
    parsed = engines["jinja2"].env.parse(text(path))
    return (node.node for node in parsed.find_all(nodes.Filter) if node.name == "safe" and node.node is not None)


def is_our_own_text(node: nodes.Node) -> bool:
    """Whether it is written in the template, or chosen between texts that are."""
    if isinstance(node, nodes.CondExpr):
        return all(is_our_own_text(one) for one in (node.expr1, node.expr2) if one is not None)
    return isinstance(node, nodes.Const | nodes.TemplateData)


@pytest.mark.parametrize("path", templates())
def test_a_template_compiles(path):
    found = engines["jinja2"].get_template(name_of(path))
    assert found.origin.name.endswith(path)


def test_no_page_has_an_inline_style_or_script():
    assert len(PAGES) > 40
    found = [(path, what) for path in PAGES for what, pattern in INLINE.items() if pattern.search(text(path))]
    assert found == []


def test_only_texts_of_the_template_itself_go_unescaped():
    found = [(path, node) for path in templates() for node in trusted(path)]
    assert len(found) > 10
    assert [(path, node) for path, node in found if not is_our_own_text(node)] == []


def test_escaping_is_on():
    page = engines["jinja2"].from_string("{{ name }}")
    assert page.render({"name": "<script>Bilal</script>"}) == "&lt;script&gt;Bilal&lt;/script&gt;"
