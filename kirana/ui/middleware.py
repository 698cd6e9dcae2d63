"""Refusals become pages: a `ShopError` that a view did not answer itself is told to the person in its sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kirana.core.errors import ShopError
from kirana.ui import errors

GetResponse = Callable[[HttpRequest], HttpResponse]


class SentencesForErrors:
    """Answers a `ShopError` with its status and a page (or, to htmx, a notice) that says it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal; anything else stays what it is, a fault."""
        return errors.told(request, error) if isinstance(error, ShopError) else None
