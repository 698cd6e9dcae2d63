"""Where a request comes from."""

import hashlib
import hmac
import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
LONGEST = 80  # letters of an address, with the zone that IPv6 may name


def address_of(request: HttpRequest) -> str:
    """The visitor's address. What a proxy says is believed only where `BEHIND_PROXY` says that one stands there."""
    said = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        passed = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
        said = passed[-min(settings.PROXIES, len(passed))] if passed else said
    return _plain(said[:LONGEST])


@lru_cache(maxsize=1000)
def _plain(said: str) -> str:
    """The one way to write an address, or that it is none."""
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return UNKNOWN


def account_mark(login: str) -> str:
    """What an account is called in the logs: the same each time, and nobody can read the address out of it."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, login.strip().lower().encode(), hashlib.sha256).hexdigest()[:12]
