"""What breaks in browsers: pages report it here (`ui/js/errors.js`), and so does the browser when the policy stops one.

A report is a line of the log, masked like every other, and from there a kind of error in the console. Reports are
small, only from our own pages, and few: a page in trouble must not become trouble of the server's.
"""

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kirana.ops.access.address import address_of
from kirana.ui.same_origin import is_same_origin

log = logging.getLogger("kirana.browser")

MOST_BYTES = 8 * 1024
MOST_OF_ONE, MOST_OF_ALL, SECONDS = 10, 120, 60
MOST_TEXT, MOST_STACK = 300, 3000


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take a report: 204; 403 from elsewhere, 413 when it is large, 429 when there are many, 400 when it is none."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    if _is_too_often(address_of(request), MOST_OF_ONE) or _is_too_often("everyone", MOST_OF_ALL):
        return HttpResponse(status=429)
    try:
        said = json.loads(request.body)
        facts = _of_the_policy(said["csp-report"]) if "csp-report" in said else _of_the_page(said)
    except (ValueError, TypeError, KeyError, AttributeError):
        return HttpResponse(status=400)
    log.error(facts.pop("event"), extra=facts)
    return HttpResponse(status=204)


def _of_the_page(said: dict[str, Any]) -> dict[str, Any]:
    place = f"{_path(said.get('source'))}:{int(said.get('line') or 0)}"
    facts = {"event": str(said["message"])[:MOST_TEXT] or "Error", "where": place, "page": _path(said.get("page"))}
    return facts | {"stack": str(said.get("stack") or "")[:MOST_STACK]}


def _of_the_policy(said: dict[str, Any]) -> dict[str, Any]:
    directive = str(said.get("effective-directive") or said["violated-directive"]).split(" ")[0]
    blocked = urlsplit(str(said.get("blocked-uri", "")))
    what = blocked.netloc or blocked.path[:MOST_TEXT]
    event = f"The policy stopped {what} ({directive})"
    return {"event": event, "where": f"policy:{directive}", "page": _path(said.get("document-uri"))}


def _path(address: Any) -> str:
    """The path of an address, without its query; files without what collectstatic put into their names."""
    return urlsplit(str(address or "")).path.removeprefix(settings.STATIC_URL)[:MOST_TEXT]


def _is_too_often(who: str, most: int) -> bool:
    key = f"browser-errors:{who}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it went out between the two
        return False
