"""A transfer is counted once, wherever its UTR is typed: for an order, at the door, for a khata, for what is sent back.

The only code that writes the table of used UTRs. A UTR is used in the transaction of what it pays for, so that neither
is there without the other; a second one who types it waits for the first to finish.
"""

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError
from kirana.payments.models import UsedUtr

BETWEEN = re.compile(r"[\s\-]+")


class TransferUsed(ShopError):
    code = "transfer_used"
    status = 422
    sentence = _("The UTR %(utr)s was already used for %(reference)s.")


def use(*, utr: str, used_for: str, reference: str, at: datetime) -> None:
    """Use a UTR up for one thing; for the same thing again it changes nothing.

    `used_for` names the row (`payment:12`), `reference` what a person knows it by. Call it inside the transaction that
    writes the row. Raises `TransferUsed` when it paid for something else. Spaces and dashes in a UTR say nothing.
    """
    asked = UsedUtr(utr=BETWEEN.sub("", utr).upper(), used_for=used_for, reference=reference, at=at)
    UsedUtr.objects.bulk_create([asked], ignore_conflicts=True)
    kept = UsedUtr.objects.get(utr=asked.utr)
    if kept.used_for != used_for:
        raise TransferUsed(utr=utr, reference=kept.reference)
