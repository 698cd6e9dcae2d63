"""The shop's addresses, and one that breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kirana.config.urls import handler400, handler403, handler404, handler500
from kirana.config.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    raise ZeroDivisionError("the secret of the till")


urlpatterns = [*ours, path("broken/", broken)]
