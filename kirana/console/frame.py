"""What every page of the console stands in."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kirana.accounts.models import StaffMember
from kirana.console import menu
from kirana.ui.staff import show as show_to_staff


def show(
    request: HttpRequest, place: StaffMember, template: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the console: a template that extends `console/frame.html` and fills `heading` and `content`."""
    return show_to_staff(request, place, template, {"menu": menu.pages(place=place), **facts}, status=status)
