"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirana.config.settings.base")

application = get_wsgi_application()

from kirana.ops.measure import flusher  # noqa: E402  (after the applications are ready)

flusher.start("web")
