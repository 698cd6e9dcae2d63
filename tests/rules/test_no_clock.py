"""Only `kirana.core.clock` knows what time it is; only those at the edge ask it, once, and hand the moment down."""

import ast
from collections.abc import Iterator

import pytest

from tests.rules.sources import PRODUCT, imports, modules, tree

pytestmark = pytest.mark.sqlite_only

CLOCK = "kirana/core/clock.py"
ASKING = {"now", "utcnow", "today", "localtime", "localdate", "time", "time_ns"}
CLOCKS = {"timezone", "datetime", "date", "time"}
BARE_CLOCKS = {"time.time", "time.time_ns", "django.utils.timezone.now"}
COLUMNS_THAT_ASK = {"auto_now", "auto_now_add"}

# Edges: screens, tasks, commands. `ui/words.py` says "Today" and "Tomorrow", which only a screen can.
MAY_ASK_FOR_THE_MOMENT = (
    "kirana/storefront/views/",
    "kirana/storefront/adapter.py",
    "kirana/backoffice/views/",
    "kirana/console/views/",
    "kirana/console/health.py",
    "kirana/console/metrics.py",
    "kirana/console/status.py",
    "kirana/ui/words.py",
    "kirana/analytics/middleware.py",  # around every view: which day it is counted for
    "kirana/ui/middleware.py",  # around every view: what is announced at this moment
    "kirana/ops/access/middleware.py",  # around every view
    "kirana/ops/measure/flusher.py",  # a thread that wakes by itself, once a minute
    "/tasks.py",
    "/management/commands/",
)
# The process itself, before there is a shop: how long to wait for a port or for a child.
OUTSIDE = ("kirana/config/",)
# An account is made inside allauth, which hands no moment down. May only shrink.
COLUMNS_LEFT = {"kirana/accounts/models.py": ["auto_now_add"]}

INSIDE = [path for path in modules(*PRODUCT) if not path.startswith(OUTSIDE) and path != CLOCK]


def clock_calls(path: str) -> Iterator[str]:
    """`timezone.now()` and its like: a call of a known clock. `localtime(at)` is given its moment and asks nobody."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in CLOCKS and (not node.args or node.func.attr not in ("localtime", "localdate")):
                yield f"{name}.{node.func.attr}"


def asks_our_clock(path: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "now" and getattr(node.value, "id", "") == "clock"
        for node in ast.walk(tree(path))
    )


def columns_that_ask(path: str) -> list[str]:
    found = (node.arg for node in ast.walk(tree(path)) if isinstance(node, ast.keyword))
    return [name for name in found if name in COLUMNS_THAT_ASK]


def test_nobody_has_a_clock_of_their_own():
    assert {path: found for path in INSIDE if (found := list(clock_calls(path)))} == {}


def test_nobody_takes_a_clock_out_of_its_module():
    assert [path for path in INSIDE if BARE_CLOCKS & {source for source, _name in imports(path)}] == []


def test_the_one_clock_is_found_where_it_is():
    assert list(clock_calls(CLOCK)) == ["timezone.now"]


def test_only_edges_ask_for_the_moment():
    asking = [path for path in INSIDE if asks_our_clock(path)]
    assert len(asking) > 10
    assert [path for path in asking if not any(edge in path for edge in MAY_ASK_FOR_THE_MOMENT)] == []


def test_no_column_fills_in_a_moment_by_itself():
    assert {path: found for path in INSIDE if (found := columns_that_ask(path))} == COLUMNS_LEFT
