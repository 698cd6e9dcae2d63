"""Content's work in the background."""

import logging

from kirana.content import pictures, services
from kirana.core import clock
from kirana.stores.models import Store

log = logging.getLogger(__name__)


def turn_content() -> None:
    """Let what begins or ends today do so, in every store."""
    for store in Store.objects.order_by("pk"):
        services.turn(store=store, at=clock.now())


def mend_pictures() -> None:
    """Make the missing widths of pictures from the largest that is there."""
    made = pictures.mend()
    log.info("%s missing picture files were made", made)
