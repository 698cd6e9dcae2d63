"""Drawing one named part of a page: what htmx swaps is a block of the very template that drew the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.context_processors import csrf
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject


def render_parts(request: HttpRequest, template: str, parts: list[str], facts: dict[str, Any]) -> HttpResponse:
    """The named blocks of a template, one after the other, with the facts a whole page would be given."""
    page: Any = get_template(template).template  # type: ignore[attr-defined]
    token = SimpleLazyObject(lambda: csrf(request)["csrf_token"])
    context = page.new_context({"request": request, "csrf_token": token, **facts})
    drawn = [part for name in parts for part in page.blocks[name](context)]
    return HttpResponse("".join(drawn))
