"""The secrets that are set: names, who keeps them, how old they are. Never a value."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.secrets import checks, registry, rotation
from kirana.ui.staff import staff


@staff(Permission.KEEP_SECRETS)
def secrets(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Every secret with its age, and how it is rotated."""
    at = clock.now()
    facts = {
        "answer": checks.age(at),
        "secrets": [(one, one.age(at).days) for one in registry.every()],
        "old_keys": rotation.waiting_to_be_dropped(),
        "is_ours": rotation.is_ours(),
    }
    return show(request, place, "console/secrets.html", facts)


@require_POST
@staff(Permission.KEEP_SECRETS)
def rotate(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A new SECRET_KEY; the old one is believed for the overlap."""
    rotation.rotate_secret_key(by=place.as_actor(), at=clock.now())
    messages.success(request, str(_("There is a new key. Restart the web server and the worker now.")))
    return redirect("console_secrets")


PAGE = Page(_("Secrets"), "console_secrets", Permission.KEEP_SECRETS, position=80, icon="scale")
urlpatterns = [
    path("secrets/", secrets, name="console_secrets"),
    path("secrets/rotation/", rotate, name="console_secret_rotate"),
]
