"""What every test of a screen starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Hindi leaves Hindi in force; the next test starts in English."""
    with translation.override("en"):
        yield
