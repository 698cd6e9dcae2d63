"""After a release: the way a shopper goes, tried on a running shop, with the time each step took."""

import re
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from kirana.ops.care import headers
from kirana.ops.care.fetch import Page

PATIENCE = 15  # seconds
OURS = {"Sec-Fetch-Site": "same-origin"}
PRODUCT = re.compile(r'href="(/products/[^"]+)"')
LISTING = re.compile(r'name="listing" value="(\d+)"')


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way: whether it went, what it said, and how long it took."""

    name: str
    is_right: bool
    said: str
    took_ms: int


def walk(url: str) -> Iterator[Step]:
    """Health, browse, search, a product, the basket, the checkout, sign-in, headers."""
    with httpx.Client(base_url=url, timeout=PATIENCE, headers=OURS, follow_redirects=False) as browser:
        yield _step("health", browser, "GET", "/api/health")
        home = yield from _page(browser, "home", "/")
        yield _step("search", browser, "GET", "/search/", params={"q": "atta"})
        found = PRODUCT.search(home)
        product = yield from _page(browser, "product", urljoin("/", found[1]) if found else "/products/-none-/")
        listing = LISTING.search(product) or LISTING.search(home)
        sent = {"listing": listing[1] if listing else "0", "quantity": "1"}
        yield _step("into the basket", browser, "POST", "/basket/lines/", wanted=(200, 302), data=sent)
        yield _step("basket", browser, "GET", "/basket/")
        yield _step("checkout", browser, "GET", "/checkout/", wanted=(200, 302))
        yield _step("sign-in", browser, "GET", "/account/login/")
        yield _headers(browser, url)


def _page(browser: httpx.Client, name: str, path: str) -> Generator[Step, None, str]:
    begun = time.perf_counter_ns()
    status, text = _ask(browser, "GET", path)
    yield Step(name, status == 200, str(status), _ms(begun))
    return text


def _step(name: str, browser: httpx.Client, method: str, path: str, **more: object) -> Step:
    wanted = more.pop("wanted", (200,))
    begun = time.perf_counter_ns()
    status, _text = _ask(browser, method, path, **more)
    return Step(name, status in wanted, str(status), _ms(begun))  # type: ignore[operator]


def _ask(browser: httpx.Client, method: str, path: str, **more: object) -> tuple[int, str]:
    """Status and text; 0 and the name of the error when nobody answers."""
    try:
        answer = browser.request(method, path, **more)  # type: ignore[arg-type]
    except httpx.HTTPError as error:
        return 0, type(error).__name__
    return answer.status_code, answer.text


def _headers(browser: httpx.Client, url: str) -> Step:
    begun = time.perf_counter_ns()
    try:
        answer = browser.get("/")
    except httpx.HTTPError as error:
        return Step("headers", False, type(error).__name__, _ms(begun))
    page = Page(answer.status_code, [(key.lower(), value) for key, value in answer.headers.multi_items()], answer.text)
    graded = headers.grade(page, is_https=url.startswith("https"))
    return Step("headers", graded.letter.startswith("A"), f"grade {graded.letter}", _ms(begun))


def _ms(begun: int) -> int:
    return (time.perf_counter_ns() - begun) // 1_000_000
