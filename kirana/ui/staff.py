"""Screens for those who work here: every view names the permission it needs, and all of them share a frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kirana.accounts import second_factor
from kirana.accounts import selectors as accounts
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.core.errors import NotAllowed, NotFound
from kirana.ui import staff_menu

View = Callable[..., HttpResponseBase]


def staff(permission: Permission) -> Callable[[View], View]:
    """Let only those in whose role's column the permission stands; the view gets their place as `place`.

    Nobody signed in: to the sign-in page. A shopper: `NotFound`, the back office is not theirs to know of.
    Staff of another role: `NotAllowed`. Staff without the second factor that the shop requires: to where it is set up.
    """

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            place = accounts.staff_place(user_id=request.user.pk)
            if place is None:
                raise NotFound()
            if second_factor.is_missing(place=place):
                return redirect("mfa_index")
            if not place.may(permission):
                raise NotAllowed()
            return view(request, place, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def show(
    request: HttpRequest, place: StaffMember, template: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page for staff, with what the frame `ui/staff.html` needs."""
    ways = {"ways": staff_menu.menu(place=place, path=request.path)}
    return render(request, template, frame(place) | ways | facts, status=status)


def frame(place: StaffMember) -> dict[str, Any]:
    """What the frame of every screen needs: whose shop, who is here, and what they may do."""
    return {
        "store": place.store,
        "place": place,
        "may": {name: place.may(p) for name, p in Permission.__members__.items()},
    }
