"""The releases: which version runs, what became of those before it, and whether the next may go out."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.releases import checks
from kirana.ops.releases.models import Release
from kirana.ui.staff import staff

PER_PAGE = 20


@staff(Permission.SEE_CONSOLE)
def releases(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The one that runs with its figures, and the list."""
    at = clock.now()
    facts = {
        "page": Paginator(Release.objects.all(), PER_PAGE).get_page(request.GET.get("page")),
        "health": checks.health(at),
        "ready": checks.ready(at),
    }
    return show(request, place, "console/releases.html", facts)


PAGE = Page(_("Releases"), "console_releases", Permission.SEE_CONSOLE, position=82, icon="upload")
urlpatterns = [path("releases/", releases, name="console_releases")]
