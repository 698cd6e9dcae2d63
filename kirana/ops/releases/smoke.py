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
FORM = ("csrfmiddlewaretoken", "key", "shown_total")
ORDER = re.compile(r"^/orders/([^/]+)/")
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
SLOT = re.compile(r'name="slot" value="(\d+)"([^>]*)>')
WAY = re.compile(r'name="payment_method" value="([a-z_]+)"')
DEMO = 'class="demo-strip"'
MORE = (1, 2, 3, 5, 9)  # how many of a thing are tried until the checkout opens
GUEST = {
    "name": "Trial order",
    "phone": "98450 11001",
    "address_line": "Do not deliver: a trial after a release",
    "note": "Cancelled at once",
}


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


def is_demo(url: str) -> bool:
    """Whether the shop says of itself that nothing is sold there."""
    with httpx.Client(base_url=url, timeout=PATIENCE, headers=OURS) as browser:
        return DEMO in _ask(browser, "GET", "/")[1]


def order(url: str, *, pincode: str) -> Iterator[Step]:
    """Order one kind of thing, as a guest, and cancel it again at once. Stops at the first step that fails.

    It is paid with the pretend gateway where that is offered, else in cash at the door.
    """
    ours = OURS | {"Referer": f"{url}/"}
    with httpx.Client(base_url=url, timeout=PATIENCE, headers=ours, follow_redirects=True) as browser:
        begun = time.perf_counter_ns()
        form = _fill_a_basket(browser)
        yield Step("order: checkout", form is not None, "asks" if form else "does not open", _ms(begun))
        if form is None:
            return
        begun = time.perf_counter_ns()
        placed = browser.post("/checkout/", data=form | GUEST | {"pincode": pincode})
        token = ORDER.search(placed.url.path)
        yield Step("order: placed", token is not None, str(placed.status_code), _ms(begun))
        if token is not None:
            yield _cancelled(browser, token[1], placed.text)


def _fill_a_basket(browser: httpx.Client) -> dict[str, str] | None:
    """Enough of one thing for the checkout to open; the values of its form, or None when it never does."""
    product = PRODUCT.search(_ask(browser, "GET", "/")[1])
    listing = LISTING.search(_ask(browser, "GET", product[1])[1]) if product else None
    for number in MORE if listing else ():
        _ask(browser, "POST", "/basket/lines/", data={"listing": listing[1], "quantity": str(number)})  # type: ignore[index]
        page = browser.get("/checkout/")
        if page.url.path == "/checkout/":
            return _values(page.text)
    return None


def _values(page: str) -> dict[str, str]:
    """What the checkout's form holds: its hidden values, the first time with room, and the way to pay."""
    hidden = {name: value for name, value in HIDDEN.findall(page) if name in FORM}
    slots = [number for number, rest in SLOT.findall(page) if "disabled" not in rest]
    ways = WAY.findall(page)
    way = next((code for code in ("fake", "cash_on_delivery") if code in ways), "")
    return hidden | {"slot": slots[0] if slots else "", "payment_method": way}


def _cancelled(browser: httpx.Client, token: str, page: str) -> Step:
    begun = time.perf_counter_ns()
    hidden = {name: value for name, value in HIDDEN.findall(page) if name in FORM}
    answer = browser.post(f"/orders/{token}/cancellation/", data=hidden | {"why": "tried after a release"})
    is_right = answer.status_code == 200 and f"/orders/{token}/cancellation/" not in answer.text
    return Step("order: cancelled", is_right, str(answer.status_code), _ms(begun))


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
