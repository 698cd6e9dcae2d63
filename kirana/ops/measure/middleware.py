"""Counts every request: the outermost middleware, so that what it measures is what the web server waited for."""

from collections.abc import Callable
from time import perf_counter_ns

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from kirana.ops.database import sampling
from kirana.ops.measure.recorder import recorder

GetResponse = Callable[[HttpRequest], HttpResponse]

STATIC = "static"
NOWHERE = "nowhere"  # addresses that lead to no page: one name for all of them, or a scanner would fill the table


class Measured:
    """Notes for each request which page it was, how long it took and how it was answered."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.MEASURE:
            raise MiddlewareNotUsed()
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sampling.watch()
        began = perf_counter_ns()
        response = self.get_response(request)
        recorder.note(page_of(request), (perf_counter_ns() - began) // 1000, response.status_code)
        return response


def page_of(request: HttpRequest) -> str:
    """The page's name in the URL table, never the address, which may name a customer. What is sent counts apart."""
    match = request.resolver_match
    if match is None:
        return STATIC if request.path_info.startswith(settings.STATIC_URL) else NOWHERE
    name = match.url_name or match.func.__name__
    return f"POST {name}" if request.method == "POST" else name
