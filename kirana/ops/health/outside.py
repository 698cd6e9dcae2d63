"""Asking another machine something over HTTP, once and briefly."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from kirana.core import locks, trace

PATIENCE_S = 5


class Unreachable(Exception):
    """The other side did not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: headers with small letters, and the body when it is JSON."""

    headers: dict[str, str]
    body: Any


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that sign certificates, read once a process: reading them takes longer than a page does."""
    return httpx.create_ssl_context()


def get(address: str, *, headers: Mapping[str, str] | None = None, is_json: bool = False) -> Page:
    """Ask for an address, with no transaction open. Raises `Unreachable`, whose text holds no secret."""
    try:
        with locks.outside_transaction():
            sent = {**(headers or {}), **trace.headers()}
            answer = httpx.get(address, headers=sent, timeout=PATIENCE_S, verify=trusted())
            answer.raise_for_status()
            return Page(
                {name.lower(): value for name, value in answer.headers.items()}, answer.json() if is_json else None
            )
    except httpx.HTTPStatusError as error:
        raise Unreachable(f"HTTP {error.response.status_code}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
