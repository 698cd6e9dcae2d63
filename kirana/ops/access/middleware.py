"""Around every request: its id, its line in the access log, and the door that is shut to who is blocked."""

from collections.abc import Callable
from time import perf_counter_ns

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kirana.core import clock, trace
from kirana.ops.access import blocks, lines
from kirana.ops.access.address import address_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class Logged:
    """The outermost of all: everything inside carries the request's id, and whatever happens there is one line."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(trace.HEADER) if settings.BEHIND_PROXY else None
        with trace.of(given if given and trace.is_one(given) else trace.fresh()):
            began, at = perf_counter_ns(), clock.now()
            response = self.get_response(request)
            if "public" not in response.get("Cache-Control", ""):  # what others may keep is the same for everyone
                response[trace.HEADER] = trace.current()
            lines.write(request, response, took_us=(perf_counter_ns() - began) // 1000, at=at)
        return response


class Blocked:
    """Answers who is blocked with one short sentence, before anything that costs something."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if blocks.is_blocked(address_of(request), at=clock.now()):
            lines.note(request, event="blocked")
            return HttpResponse("This address may not visit the shop for now.\n", status=403, content_type="text/plain")
        return self.get_response(request)
