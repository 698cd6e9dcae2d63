"""Backups: what there is, where it lies, how the last trials went; make one, try one, take one home."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.backups import asking, downloads, selectors
from kirana.ui.staff import staff

PER_PAGE = 20


@staff(Permission.SEE_CONSOLE)
def backups(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every backup, the newest first, and the last trial of each place."""
    listed = Paginator(selectors.all_backups(), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"page": listed, "drills": selectors.last_drills(), "places": settings.BACKUP_PLACES}
    return show(request, place, "console/backups.html", facts)


@require_POST
@staff(Permission.KEEP_BACKUPS)
def make(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Begin one now; it is made beside the shop."""
    asking.for_a_backup(by=place.as_actor(), at=clock.now())
    messages.success(request, str(_("A backup is being made. Look again in a minute.")))
    return redirect("console_backups")


@require_POST
@staff(Permission.KEEP_BACKUPS)
def try_it(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Begin a trial of every place now."""
    asking.for_a_trial(by=place.as_actor(), at=clock.now())
    messages.success(request, str(_("The newest backups are being restored on trial. Look again in a minute.")))
    return redirect("console_backups")


@require_POST
@staff(Permission.KEEP_BACKUPS)
def download(request: HttpRequest, place: StaffMember, name: str) -> StreamingHttpResponse:
    """The archive as it lies there, sealed; what opens it is not needed here."""
    found = downloads.start(name=name, by=place.as_actor(), at=clock.now())
    answer = StreamingHttpResponse(found.blocks, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    answer["Content-Length"] = str(found.size_bytes)
    return answer


PAGE = Page(_("Backups"), "console_backups", Permission.SEE_CONSOLE, position=50, icon="download")
urlpatterns = [
    path("backups/", backups, name="console_backups"),
    path("backups/new/", make, name="console_backup_make"),
    path("backups/trials/", try_it, name="console_backup_try"),
    path("backups/<slug:name>/archive/", download, name="console_backup_download"),
]
