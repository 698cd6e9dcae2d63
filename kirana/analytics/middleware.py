"""Notes, after the page was made, how far its visitor came. Adds to memory and asks nothing of the database.

Nobody who asks not to be tracked is counted (`DNT`, `Sec-GPC`), nor those who work here, nor machines that say so.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kirana.analytics.collector import collector
from kirana.analytics.models import Stage
from kirana.core import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
MACHINES = re.compile(r"bot|crawl|spider|slurp|curl|wget|python|monitor|preview|headless", re.IGNORECASE)
PAGES = {"home", "shelves", "shelf", "offers", "search", "product", "basket", "checkout", "about", "help"}


class Counted:
    """Counts visits, looks, searches, baskets and orders."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = request.resolver_match.url_name if request.resolver_match else None
        if page and response.status_code < 400 and _may_be_counted(request):
            _note(request, response, page)
        return response


def _may_be_counted(request: HttpRequest) -> bool:
    asked = request.headers
    if asked.get("DNT") == "1" or asked.get("Sec-GPC") == "1":
        return False
    return not MACHINES.search(asked.get("User-Agent", "") or "bot")


def _note(request: HttpRequest, response: HttpResponse, page: str) -> None:
    on, stages = clock.shop_date(clock.now()), _stages(request, response, page)
    who = f"{request.META.get('REMOTE_ADDR', '')}|{request.headers.get('User-Agent', '')}"
    for stage in stages:
        collector.came(on=on, who=who, stage=stage)
    if page == "product" and request.method == "GET" and request.resolver_match:
        collector.count(on=on, kind="seen", subject=str(request.resolver_match.kwargs["slug"])[:160])
    searched = getattr(request, "searched", None)
    if searched is not None:
        text, found = searched
        collector.count(on=on, kind="searched", subject="")
        if not found:
            collector.count(on=on, kind="not_found", subject=" ".join(text.casefold().split())[:80])


def _stages(request: HttpRequest, response: HttpResponse, page: str) -> list[Stage]:
    if request.method == "POST":
        ordered = page == "checkout" and response.status_code == 302 and "/basket/" not in response.get("Location", "")
        return [Stage.BASKET] if page == "basket_lines" else [Stage.ORDER] if ordered else []
    if request.method != "GET" or page not in PAGES:
        return []
    further = {"product": [Stage.PRODUCT], "checkout": [Stage.CHECKOUT] if response.status_code == 200 else []}
    return [Stage.VISIT, *further.get(page, [])]
