"""Fixtures, thin: what they hand out is made in `tests.cast`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from kirana.catalog import selectors as catalogue
from kirana.content import selectors as content
from kirana.core import clock
from kirana.ops import books, switches
from kirana.ops.access import blocks
from kirana.ops.access import lines as access
from kirana.ops.incidents import public as incidents
from kirana.search import facets, product_page
from tests import cast, opening


@pytest.fixture
def lakshmi(db: None) -> cast.Lakshmi:
    """Lakshmi Stores, open, with everyone in it and the shelf filled."""
    return opening.lakshmi_stores()


@pytest.fixture
def it_is_now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Have the clock stand at `cast.NOW`, for screens, tasks and commands that ask it."""
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.NOW


@pytest.fixture
def nothing_moves(db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with nothing_moves(): …`: whatever happens inside, stock, slots, orders, payments, messages and log stay."""

    @contextmanager
    def watch() -> Iterator[None]:
        before = cast.everything_that_moves()
        yield
        assert cast.everything_that_moves() == before

    return watch


@pytest.fixture
def findings(db: None) -> Callable[[], list[tuple[str, str]]]:
    """What the books say is wrong: book and sentence. Nothing, when they are right."""
    return lambda: [(finding.book, finding.sentence) for finding in books.audit_all()]


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[Any]:
    """Forget what is kept in memory: each test has a catalogue and switches of its own, all of them off."""
    switches.kept.presume({}, seconds=3600)
    incidents.kept.presume([], seconds=3600)
    content.kept.presume([], seconds=3600)
    blocks.kept.presume([], seconds=3600)
    yield
    catalogue.tree.cache_clear()
    facets.of_shelf.cache_clear()
    facets.of_offers.cache_clear()
    facets.of_products.cache_clear()
    product_page.forget()
    cache.clear()


@pytest.fixture
def logs(tmp_path, settings):
    """A folder of logs for this test; the access log of this process goes there too."""
    settings.LOG_FOLDER = tmp_path
    access.log.cache_clear()
    yield tmp_path
    access.log.cache_clear()
