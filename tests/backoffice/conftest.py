"""What every test of a screen starts from."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import translation

from tests.backoffice.floor import Floor
from tests.cast import Lakshmi


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Hindi leaves Hindi in force; the next test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def floor(lakshmi: Lakshmi, it_is_now: datetime) -> Floor:
    """Lakshmi Stores at work."""
    return Floor(lakshmi)
