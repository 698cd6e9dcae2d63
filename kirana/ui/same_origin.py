"""A guard for forms on pages that are the same bytes for everyone, and so cannot carry a token.

Browsers say where a request comes from (`Sec-Fetch-Site`, or `Origin` in older ones), and pages cannot forge
that. Together with `SameSite=Lax` on the cookie, a form on another site can neither act nor see.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kirana.ui.errors import csrf_failure

View = Callable[..., HttpResponse]


def from_our_pages(view: View) -> View:
    """Let only our own pages post to this view."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_same_origin(request):
            return csrf_failure(request)
        return view(request, *args, **kwargs)

    return guarded


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request was made by a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
