"""Around every view: which language it speaks, what the switches say before it, and the page for what it refused."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.ops import switches
from kirana.ops.health import database
from kirana.ops.switches import Switch
from kirana.ui import errors, notices

GetResponse = Callable[[HttpRequest], HttpResponse]


SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Where whoever mends the shop must get in and at work, and what watches it must get an answer.
ALWAYS_OPEN = (
    "/account/login/",
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/staff/console/",
    "/static/",
    "/api/health",
    "/status/",
    "/metrics",
)
WITHOUT_A_DATABASE = "/health/"  # it says whether there is one, so it must not need one
RETRY_AFTER = 300  # seconds


class ShopIsReadOnly(ShopError):
    code = "shop_is_read_only"
    status = 503
    sentence = _("For a little while nothing can be changed here. Please try again soon; nothing is lost.")


class LanguageOfTheAddress:
    """The address alone says which language a page is in (decision 0003): neither the browser's wish nor a cookie.

    Django's own middleware asks for both, and has caches keep a page once for each wish, which is always the same page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Switchboard:
    """Refuses what a switch has turned off: everything (maintenance), or whatever would write (read-only).

    It is the first to ask the database. When that is gone, every page is the one that says so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _plain_path(request) == WITHOUT_A_DATABASE:
            request.notices = []  # type: ignore[attr-defined]
            return self.get_response(request)
        try:
            request.notices = notices.for_shoppers(at=clock.now())  # type: ignore[attr-defined]
            refused = self._refused(request)
        except Error:
            if database.is_answering():
                raise
            refused = _not_for_long(errors.away(request))
        return self.get_response(request) if refused is None else refused

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if not switches.turned_on() or _plain_path(request).startswith(ALWAYS_OPEN):
            return None
        if switches.is_on(Switch.MAINTENANCE):
            answer = errors.maintenance(request)
        elif switches.is_on(Switch.READ_ONLY) and request.method not in SAFE:
            answer = errors.told(request, ShopIsReadOnly())
        else:
            return None
        return _not_for_long(answer)


def _not_for_long(answer: HttpResponse) -> HttpResponse:
    answer["Retry-After"], answer["Cache-Control"] = str(RETRY_AFTER), "no-store"
    return answer


def _plain_path(request: HttpRequest) -> str:
    """The path without its language."""
    for code, _name in settings.LANGUAGES:
        if request.path_info.startswith(f"/{code}/"):
            return request.path_info.removeprefix(f"/{code}")
    return request.path_info


class SentencesForErrors:
    """Answers a `ShopError` with its status and a page (or, to htmx, a notice) that says it.

    So it does with the address of a button that somebody opens as a page, by loading a refused form again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            page = errors.not_a_page(request)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal, or to a database that went away; anything else stays what it is, a fault."""
        if isinstance(error, Error) and not database.is_answering():
            return _not_for_long(errors.away(request))
        return errors.told(request, error) if isinstance(error, ShopError) else None
