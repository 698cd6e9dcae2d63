"""A runbook becomes a page of text, links, lists, tables and code, and of nothing else."""

import pytest

from kirana.console.runbooks import Runbook, page

pytestmark = pytest.mark.sqlite_only


def html(text: str) -> str:
    return str(page(Runbook("x", "X", f"# X\n\n{text}")))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Look **here**.", "<p>Look <strong>here</strong>.</p>\n"),
        (
            "[down](worker-down.md)",
            '<p><a href="/staff/console/runbooks/worker-down/" rel="noopener noreferrer">down</a></p>\n',
        ),
        ("[settings](../settings.md)", "<p>settings</p>\n"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("```sh\nls <x>\n```", "<pre><code>ls &lt;x&gt;\n</code></pre>\n"),
    ],
    ids=["strong", "neighbour", "other pages", "a script", "an address that runs", "code"],
)
def test_it_is_drawn(text, drawn):
    assert drawn in html(text)


def test_a_table_is_a_table():
    assert "<td>one</td>" in html("| a |\n| --- |\n| one |\n")
