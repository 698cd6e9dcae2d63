"""A shopper made of HTTP: puts something in the basket, fills in the checkout, and presses until there is an order."""

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
SLOT = re.compile(r'name="slot" value="(\d+)"(?! disabled)')
BUTTON = re.compile(
    r'<input type="hidden" name="listing" value="(\d+)"><input type="hidden" name="quantity" value="(\d+)"'
)
MANY = 24


class Refused(AssertionError):
    """The shop answered with something that a shopper could not go on from."""


@dataclass
class Shopper:
    """One browser. `press` remembers the form, so that it can be pressed again after the shop went away."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    offered: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page and Location of one request. Raises `OSError` when nobody answers, or not to the end."""
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            door.request(method, path, urlencode(form) if form else None, self._headers())
            answer = door.getresponse()
            page = answer.read().decode()
        except http.client.HTTPException as cut:
            raise ConnectionError("the answer was cut short") from cut
        finally:
            door.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, page, answer.headers.get("Location", "")

    def look(self, shelf: str) -> list[tuple[str, str]]:
        """What a shelf offers: the listing and the quantity of each “Add”."""
        self.offered = BUTTON.findall(self._expect(self.ask("GET", shelf), 200))
        return self.offered

    def fill(self, *, at: int, method: str) -> None:
        """Put one of the things offered in the basket and fill in the checkout's form, without pressing."""
        listing, quantity = self.offered[at % len(self.offered)]
        enough = str(int(quantity) * MANY)  # to be above the smallest order
        self._expect(self.ask("POST", "/basket/lines/", {"listing": listing, "quantity": enough}), 302)
        page = self._expect(self.ask("GET", "/checkout/"), 200)
        slots = SLOT.findall(page)
        self.form = dict(HIDDEN.findall(page)) | {
            "name": "Kavya Nair",
            "phone": "98450 77777",
            "address_line": "3, Temple Street",
            "pincode": "560038",
            "slot": slots[at % len(slots)],
            "payment_method": method,
        }

    def press(self) -> str:
        """Press the button; the address of the order's page."""
        status, page, location = self.ask("POST", "/checkout/", self.form)
        if status != 302 or not location.startswith("/orders/"):
            raise Refused(f"{status} {location}: {' '.join(re.sub('<[^>]+>', ' ', page).split())[:400]}")
        return location

    def _expect(self, answer: tuple[int, str, str], status: int) -> str:
        if answer[0] != status:
            raise Refused(f"{answer[0]} instead of {status}: {answer[2]} {answer[1][:300]}")
        return answer[1]

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": cookie,
        }
