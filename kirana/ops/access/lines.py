"""A line of the access log: who asked for which page, and how it was answered. Never what was typed."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kirana.core import trace
from kirana.ops.access.address import address_of
from kirana.ops.logs.files import LineFile, stamp
from kirana.ops.logs.masking import mask
from kirana.ops.measure.middleware import page_of

FILE = "access.log"
HIDDEN = {"token", "key", "uidb36", "uidb64", "code", "secret"}
MOST_OF_A_PATH = 200
_NOTES = "_access_notes"


@cache
def log() -> LineFile:
    """The file of this process."""
    return LineFile(settings.LOG_FOLDER / FILE)


def note(request: HttpRequest, **facts: str) -> None:
    """Have the request's line say this too: `event="sign_in_failed"`."""
    request.__dict__.setdefault(_NOTES, {}).update(facts)


def write(request: HttpRequest, response: HttpResponse, *, took_us: int, at: datetime) -> None:
    """Append the line of an answered request."""
    user = getattr(getattr(request, "_cached_user", None), "pk", None)  # asked for by the page, or not at all
    facts: dict[str, Any] = {
        "at": stamp(at),
        "request": trace.current(),
        "method": request.method,
        "page": page_of(request),
        "path": path_of(request),
        "status": response.status_code,
        "ms": took_us // 1000,
        "address": address_of(request),
    }
    if user is not None:
        facts["user"] = user
    log().write(json.dumps(facts | request.__dict__.get(_NOTES, {}), ensure_ascii=False))


def path_of(request: HttpRequest) -> str:
    """The path without query and without what opens a door: an order's token, a key from a mail."""
    path, match = request.path, request.resolver_match
    if match is None:
        return path[:MOST_OF_A_PATH] if path.startswith(settings.STATIC_URL) else mask(path[:MOST_OF_A_PATH])
    for name, value in match.kwargs.items():
        if name in HIDDEN and value:
            path = path.replace(str(value), "…")
    return path[:MOST_OF_A_PATH]
