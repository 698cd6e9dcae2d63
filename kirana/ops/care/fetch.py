"""Reading an address of another system: with a short patience, outside any transaction, and never following far."""

from dataclasses import dataclass
from typing import Any

import httpx

from kirana.core import locks
from kirana.ops.health.outside import trusted

PATIENCE = 10  # seconds
MOST_BYTES = 2_000_000


class Unreachable(Exception):
    """It did not answer, or not as it should; what is said names the error and no secret of the address."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered, headers in lower case; of several headers of a name all are there."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        """The header, or nothing."""
        return ", ".join(value for key, value in self.headers if key == name)


def get(url: str) -> Page:
    """Read a page, without following redirects. Raises `Unreachable`."""
    with locks.outside_transaction():
        try:
            answer = httpx.get(url, timeout=PATIENCE, follow_redirects=False, verify=trusted())
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error
    found = [(key.lower(), value) for key, value in answer.headers.multi_items()]
    return Page(answer.status_code, found, answer.text[:MOST_BYTES])


def json(url: str, *, post: Any = None) -> Any:
    """Read JSON, sending some when `post` is given. Raises `Unreachable`."""
    with locks.outside_transaction():
        try:
            sent: dict[str, Any] = {"verify": trusted()} | ({"json": post} if post is not None else {})
            verb = "GET" if post is None else "POST"
            answer = httpx.request(verb, url, timeout=PATIENCE, follow_redirects=True, **sent)
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Unreachable(type(error).__name__) from error
