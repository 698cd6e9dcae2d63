"""Money is whole paise and a quantity whole base units: nothing in the shop is a float (invariant G1)."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.rules.sources import PRODUCT, modules, tree

pytestmark = pytest.mark.sqlite_only

# The process itself waits for seconds, and the demo throws dice; neither touches an amount.
OUTSIDE = ("kirana/config/", "kirana/demo/")
# How long an import took, told to the person who ran it.
SECONDS = {"kirana/flows/management/commands/import_catalogue.py": ["float"]}
INSIDE = [path for path in modules(*PRODUCT) if not path.startswith(OUTSIDE)]
# Division gives a float, unless one side is a Decimal or a path.
DIVIDES = {
    "kirana/core/money.py": ["Decimal(paise) / PAISE_PER_RUPEE", "Decimal(paise) / PAISE_PER_RUPEE"],
    "kirana/invoicing/gstr1.py": [
        "Decimal(row.quantity) / unit.per",
        "Decimal(paise) / PAISE_PER_RUPEE",
        "Decimal(rate_bp) / 100",
    ],
    "kirana/core/quantity.py": ["Decimal(amount) / per"],
    "kirana/search/words.py": ["amount / base.per"],  # a Decimal
    "kirana/ops/access/lines.py": ["settings.LOG_FOLDER / FILE"],
    "kirana/ops/logs/checks.py": ["folder / PROBE", "folder / PROBE"],
    "kirana/ops/logs/keeping.py": ["settings.LOG_FOLDER / f'{kind}.log'", "store / path.name"],
    "kirana/ops/logs/lines.py": ["folder / 'app.log'"],
    "kirana/ops/logs/reading.py": ["settings.LOG_FOLDER / f'{kind}.log'"],
    "kirana/catalog/starter/rows.py": ["FOLDER / 'pictures'", "FOLDER / 'banners'", "FOLDER / name"],
}


def floats(path: str) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield str(node.value)
        elif isinstance(node, ast.Name) and node.id == "float":
            yield "float"


def divisions(path: str) -> list[str]:
    found = (node for node in ast.walk(tree(path)) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    return [ast.unparse(node) for node in found]


def test_nothing_is_a_float():
    assert len(INSIDE) > 150
    assert {path: found for path in INSIDE if (found := list(floats(path)))} == SECONDS


def test_nothing_is_divided_into_a_float():
    assert {path: found for path in INSIDE if (found := divisions(path))} == DIVIDES


def test_no_table_keeps_a_float_or_a_decimal():
    ours = [model for model in apps.get_models() if model.__module__.startswith("kirana.")]
    columns = [column for model in ours for column in model._meta.get_fields() if isinstance(column, models.Field)]
    assert len(columns) > 200
    assert [str(column) for column in columns if isinstance(column, models.FloatField | models.DecimalField)] == []
