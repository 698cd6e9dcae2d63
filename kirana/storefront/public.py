"""Pages that are the same bytes for everyone in a language: compressed, and never sent twice to who has them.

What is personal arrives in a request of its own (`basket_bar`), so a CDN may hold these; it asks each time whether they
are still true, and so no visitor sees yesterday's price.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Send with an ETag, compressed for who can read that, and to be asked for again before it is shown again."""
    revalidated = cache_control(public=True, max_age=0, must_revalidate=True)(view)
    sent: View = gzip_page(conditional_page(revalidated))

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sent(request, *args, **kwargs)

    return shown
