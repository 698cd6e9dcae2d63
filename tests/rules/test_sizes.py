"""Functions and files stay small. What is listed as too large may only shrink, and leaves the list when it is small."""

from statistics import median

import pytest

from tests.rules.sources import EVERYTHING, PRODUCT, Function, functions, modules, text

pytestmark = pytest.mark.sqlite_only

MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_FILE = 400
MOST_PARAMETERS = 5
MEDIAN_BELOW = 8
NOT_COUNTED = {"self", "cls", "by", "at", "why"}

LONG_FUNCTIONS = {"tools/art/scenes.py:banners": 60}
LONG_FILES = {"tests/cast.py": 413}
# The columns of one row, each named by the caller; a class to carry them would be the same list written twice.
MANY_PARAMETERS = {
    "kirana/backoffice/views/catalogue.py:_product_page": 6,
    "kirana/catalog/services/categories.py:plant": 7,
    "kirana/core/outbox.py:post": 6,
    "kirana/storefront/views/checkout.py:_page": 6,
}


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def parameters(function: Function) -> int:
    asked = function.args
    names = {one.arg for one in (*asked.posonlyargs, *asked.args, *asked.kwonlyargs)}
    return len(names - NOT_COUNTED)


def too_large(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > limit}


def sizes_of_functions(*folders: str) -> dict[str, int]:
    return {f"{path}:{one.name}": length(one) for path in modules(*folders) for one in functions(path)}


def test_no_function_is_longer_than_fifty_lines():
    assert too_large(sizes_of_functions(*EVERYTHING), MOST_LINES_OF_A_FUNCTION) == LONG_FUNCTIONS


def test_no_file_is_longer_than_four_hundred_lines():
    sizes = {path: text(path).count("\n") for path in modules(*EVERYTHING)}
    assert too_large(sizes, MOST_LINES_OF_A_FILE) == LONG_FILES


def test_no_function_asks_for_more_than_five_things_besides_who_when_and_why():
    sizes = {f"{path}:{one.name}": parameters(one) for path in modules(*PRODUCT) for one in functions(path)}
    assert too_large(sizes, MOST_PARAMETERS) == MANY_PARAMETERS


def test_half_of_all_functions_have_fewer_than_eight_lines():
    lengths = [length(one) for path in modules(*PRODUCT) for one in functions(path)]
    assert len(lengths) > 600
    assert median(lengths) < MEDIAN_BELOW
