"""A shop that is open, and browsers to walk into it with."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.shop import Shop

PICTURES = Path(os.environ.get("SCREENSHOTS", "var/screenshots"))
WIDTHS = (360, 1280)


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """The demo shop on its own SQLite, served as `make run` serves it."""
    made = Shop(
        Path(tempfile.mkdtemp(prefix="kirana-journey-")),
        workers=2,
        methods=("cash_on_delivery", "upi_on_delivery", "fake", "upi_qr"),
        more={"UPI_VPA": "lakshmi@examplebank", "UPI_PAYEE": "Lakshmi Stores"},
    )
    made.make()
    made.open()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS, ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def visitor(chromium: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """Makes a page of a new visitor; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(width: int, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 780},
            base_url=shop.url,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{page.url}: {said.text}")
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def snap(width: int) -> Callable[[Page, str], None]:
    """Keeps a picture of a page, for people to look at."""

    def keep(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=PICTURES / f"{name}-{width}.png", caret="initial"
        )  # hiding the caret would take an inline style

    return keep
