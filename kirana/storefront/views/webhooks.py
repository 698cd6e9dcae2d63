"""Where gateways tell us what has happened: verified, kept, answered; read afterwards by a job."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.flows.webhooks import tasks
from kirana.payments import gateways
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.services import inbox

log = logging.getLogger(__name__)
LARGEST = 512 * 1024


@never_cache
@csrf_exempt
@require_POST
def webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """200 to what is kept, also the second time; 400 to what is forged; 503 when it could not be verified now."""
    if gateway not in gateways.ALL:
        raise NotFound()
    if len(request.body) > LARGEST:
        return HttpResponse("too large\n", status=413, content_type="text/plain")
    try:
        inbox.receive(
            gateway=gateway, headers=request.headers, body=request.body, read=tasks.read_webhook, at=clock.now()
        )
    except GatewayError as error:
        log.warning("a message in the name of %s was refused: %s", gateway, error)
        return HttpResponse("refused\n", status=400 if error.permanent else 503, content_type="text/plain")
    return HttpResponse("kept\n", content_type="text/plain")
