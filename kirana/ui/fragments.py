"""Drawing one named part of a page: what htmx swaps is a block of the very template that drew the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import get_template


def render_parts(request: HttpRequest, template: str, parts: list[str], facts: dict[str, Any]) -> HttpResponse:
    """The named blocks of a template, one after the other, with the facts a whole page would be given."""
    page: Any = get_template(template).template  # type: ignore[attr-defined]
    own = {"request": request, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    context = page.new_context(own | facts)
    drawn = [part for name in parts for part in page.blocks[name](context)]
    return HttpResponse("".join(drawn))
