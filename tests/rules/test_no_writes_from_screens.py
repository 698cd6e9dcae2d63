"""A screen reads, asks a verb, and answers; it writes no table itself."""

import ast

import pytest

from tests.rules.sources import SCREENS, imports, modules, tree

pytestmark = pytest.mark.sqlite_only

WRITES = {
    "save",
    "create",
    "acreate",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "execute",
}
# allauth calls a form with the new account. May only shrink.
WRITES_LEFT = {"kirana/storefront/forms.py": ["user.save"]}


def writes(path: str) -> list[str]:
    """Calls that write rows. `products.create(…)`, a verb of a module, is what a screen is to call."""
    verbs = {name for source, name in imports(path) if source.startswith("kirana.")}
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [
        ast.unparse(called)
        for called in calls
        if isinstance(called, ast.Attribute)
        and called.attr in WRITES
        and not (isinstance(called.value, ast.Name) and called.value.id in verbs and called.value.id.islower())
    ]


def test_no_screen_writes_a_table():
    assert {path: found for path in modules(*SCREENS) if (found := writes(path))} == WRITES_LEFT


def test_a_write_would_be_seen():
    assert "Category.objects.update_or_create" in writes("kirana/catalog/services/categories.py")
    assert "listing.save" in writes("kirana/catalog/services/listings.py")
