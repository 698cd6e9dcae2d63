"""The pages that say what went wrong, in a sentence and with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.core.errors import ShopError


def told(request: HttpRequest, error: ShopError) -> HttpResponse:
    """A refusal as a page; to htmx as a notice that is put where notices go, leaving the page as it is."""
    if getattr(request, "htmx", False):
        answer = render(request, "ui/notice.html", {"sentence": error.message}, status=error.status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#notices", "innerHTML"
        return answer
    title = _("We could not find that") if error.status == 404 else _("That did not work")
    return _page(request, error.status, title, error.message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: an address nobody lives at."""
    return _page(
        request, 404, _("This page is not on our shelves"), _("The address may be old, or a letter may be missing.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403, _("This is not yours to open"), _("Sign in with an account that may see it."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400, _("We could not read that"), _("Go back and try once more."))


def not_a_page(request: HttpRequest) -> HttpResponse:
    """405: the address of a button, opened as a page."""
    return _page(request, 405, _("This address belongs to a button"), _("Go back and press it there."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page needs no database, so that it can be shown when there is none."""
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _("Your basket is safe. Please try again in a minute, or call the shop."),
    )


def maintenance(request: HttpRequest) -> HttpResponse:
    """503: someone closed the shop for a while."""
    return _page(
        request, 503, _("We are putting the shop in order"), _("It opens again soon. Your basket is safe meanwhile.")
    )


class ShopIsAway(ShopError):
    code = "shop_is_away"
    status = 503
    sentence = gettext_lazy(
        "Our shelves cannot be reached just now. Your basket is safe; please try again in a few minutes."
    )


def away(request: HttpRequest) -> HttpResponse:
    """503: the database is gone. The page needs none."""
    error = ShopIsAway()
    request.notices = []  # type: ignore[attr-defined]
    if getattr(request, "htmx", False):
        return told(request, error)
    return _page(request, error.status, _("We are back soon"), error.message)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard did not match: usually a page left open for days, or cookies that are switched off."""
    return _page(
        request,
        403,
        _("This form is too old"),
        _("Go back, load the page again and press once more. What you typed is still in the form behind you."),
    )


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "ui/error.html", {"title": title, "sentence": sentence, "status": status}, status=status)
