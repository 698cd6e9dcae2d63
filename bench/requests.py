"""What shoppers ask of the shop, and what must come back."""

import http.client
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from bench.baskets import LINES, Shelf, key_of, token_of

CSRF = "b" * 32
CARD = b'<li class="card">'
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One request, and whether an answer to it is the right one."""

    path: str
    is_right: Callable[[Answer], bool] = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str | int] | None = None

    @property
    def method(self) -> str:
        """Forms are posted."""
        return "GET" if self.form is None else "POST"

    @property
    def body(self) -> str:
        """The form, as browsers send it."""
        return urlencode(self.form) if self.form is not None else ""

    def raw(self, port: int) -> bytes:
        """Its bytes on the wire."""
        headers = {"Host": f"127.0.0.1:{port}", "Accept-Language": "en-IN,en", **self.headers}
        if self.form is not None:
            headers |= {"Content-Type": FORM, "Content-Length": str(len(self.body))}
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()

    def ask(self, port: int) -> Answer:
        """Ask once; raises when the answer is not right."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Accept-Language": "en-IN,en", **self.headers} | ({"Content-Type": FORM} if self.form else {})
        connection.request(self.method, self.path, self.body or None, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers.get("Location", ""), response.read())
        connection.close()
        if not self.is_right(answer):
            raise WrongAnswer(f"{self.method} {self.path} → {answer.status} {answer.location} {answer.body[:2000]!r}")
        return answer


class WrongAnswer(Exception):
    """The shop answered something else than it should have: nothing measured would mean anything."""


def hello() -> list[Request]:
    """The limit."""
    return [Request("/", lambda answer: (answer.status, answer.body) == (200, b"Namaste!"))]


def listings(paths: Sequence[str]) -> list[Request]:
    """Full pages of shelves: 24 cards each."""
    return [Request(path, lambda answer: answer.status == 200 and answer.body.count(CARD) == 24) for path in paths]


def products(slugs: Sequence[str]) -> list[Request]:
    """Pages of products, each with its heading and a button to buy."""
    wanted = re.compile(rb'<article class="product">.*<h1>.*class="buy buy-', re.DOTALL)
    return [
        Request(f"/products/{slug}/", lambda answer: answer.status == 200 and wanted.search(answer.body) is not None)
        for slug in slugs
    ]


def searches(texts: Sequence[str]) -> list[Request]:
    """Searches that find at least one thing."""
    return [
        Request(f"/search/?q={quote(text)}", lambda answer: answer.status == 200 and CARD in answer.body)
        for text in texts
    ]


def additions(baskets: range, shelf: Shelf) -> list[Request]:
    """One more thing into each basket, as the button on a page does it: the badge and the stepper come back."""
    return [_addition(basket, shelf.listing(basket, LINES)) for basket in baskets]


def _addition(basket: int, listing: int) -> Request:
    headers = {"Cookie": f"basket={token_of(basket)}", "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    stepper, badge = f'class="buy buy-{listing}"'.encode(), f">{LINES + 1}</span>".encode()
    return Request(
        "/basket/lines/",
        lambda answer: answer.status == 200 and stepper in answer.body and badge in answer.body,
        headers,
        {"listing": listing, "quantity": 1},
    )


def placings(baskets: range, totals: Sequence[int], shelf: Shelf) -> list[Request]:
    """Press the button of each basket's checkout: the order's page is where it leads."""
    return [_placing(basket, total, shelf) for basket, total in zip(baskets, totals, strict=True)]


def _placing(basket: int, total: int, shelf: Shelf) -> Request:
    return Request(
        "/checkout/",
        lambda answer: answer.status == 302 and re.fullmatch(r"/orders/[\w-]{22}/", answer.location) is not None,
        {"Cookie": f"csrftoken={CSRF}; basket={token_of(basket)}"},
        checkout_form(basket, total, shelf) | {"csrfmiddlewaretoken": CSRF},
    )


def checkout_form(basket: int, total: int, shelf: Shelf) -> dict[str, str | int]:
    """The checkout as a shopper fills it in."""
    return {
        "key": key_of(basket),
        "shown_total": total,
        "name": "Asha Iyer",
        "phone": "98450 11001",
        "email": "",
        "address_line": "Flat 3B, Palm Grove, 12th Main",
        "landmark": "Opposite the temple",
        "pincode": "560038",
        "slot": shelf.slot(basket),
        "payment_method": "cash_on_delivery",
        "note": "",
    }
