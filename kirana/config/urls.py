"""Every address of the shop. Pages carry their language in the address; English has no prefix."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path

from kirana.console import health, metrics, status
from kirana.storefront.views import about, webhooks
from kirana.ui import browser_errors

handler400 = "kirana.ui.errors.bad_request"
handler403 = "kirana.ui.errors.forbidden"
handler404 = "kirana.ui.errors.not_found"
handler500 = "kirana.ui.errors.server_error"

urlpatterns = [
    path("metrics", metrics.metrics, name="metrics"),
    path("webhooks/<str:gateway>/", webhooks.webhook, name="webhook"),
    path("errors/", browser_errors.report, name="browser_errors"),
    path("status.json", status.as_json, name="status_json"),
    path("robots.txt", about.robots, name="robots"),
    *i18n_patterns(
        path("account/", include("kirana.storefront.account_urls")),
        path("health/", health.page, name="health"),
        path("status/", status.page, name="status"),
        path("staff/console/", include("kirana.console.urls")),
        path("staff/", include("kirana.backoffice.urls")),
        path("", include("kirana.storefront.urls")),
        path("", include("kirana.storefront.payment_urls")),
        prefix_default_language=False,
    ),
    # The server in front (or granian itself) answers for pictures; under DEBUG and in tests Django does.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
