"""`/metrics`, for a Prometheus: closed unless `METRICS_TOKEN` says to whom it is open."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops.measure import exposition

LOOPBACK = "loopback"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # it came through a proxy, from anywhere


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The measurements in Prometheus' text form. Whoever may not read them finds no such page."""
    if not _may_read(request):
        raise NotFound()
    return HttpResponse(exposition.text(at=clock.now()), content_type=exposition.CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    wanted = settings.METRICS_TOKEN
    if wanted == LOOPBACK:
        is_forwarded = any(name in request.META for name in FORWARDED)
        return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not is_forwarded
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
