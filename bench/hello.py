"""The limit of a page: the smallest answer Django gives. No middleware, no database, no template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="hello", USE_I18N=False
)


def hello(_request: HttpRequest) -> HttpResponse:
    """Say it."""
    return HttpResponse("Namaste!")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
