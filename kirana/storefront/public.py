"""Pages that are the same bytes for everyone in a language: compressed, and never sent twice to who has them.

What is personal arrives in a request of its own (`basket_bar`), so a CDN may hold these; it asks each time whether they
are still true, and so no visitor sees yesterday's price.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Send with an ETag, compressed for who can read that, and to be asked for again before it is shown again."""
    revalidated = cache_control(public=True, max_age=0, must_revalidate=True)(_tagged(view))
    sent: View = gzip_page(conditional_page(revalidated))

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sent(request, *args, **kwargs)

    return shown


def _tagged(view: View) -> View:
    """With an ETag by SHA-256, which processors know by heart; Django's own, by MD5, takes them twice as long."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["ETag"] = quote_etag(sha256(response.content).hexdigest()[:32])
        return response

    return shown
