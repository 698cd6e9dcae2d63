"""The business an order is for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError
from stdnum.in_ import gstin as gstin_number

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.invoicing import selectors
from kirana.invoicing.models import Buyer


class NotAGstin(ShopError):
    code = "not_a_gstin"
    status = 422
    sentence = _("“%(text)s” is not a GSTIN: look at its fifteen characters again.")


class TooLateForBuyer(ShopError):
    code = "too_late_for_buyer"
    sentence = _("The invoice is written already; its buyer cannot be changed.")


def read_gstin(text: str) -> str:
    """The number as it is kept. Raises `NotAGstin` when its check digit, or anything else, is wrong."""
    try:
        return str(gstin_number.validate(text.strip().upper()))
    except ValidationError:
        raise NotAGstin(text=text.strip()[:20]) from None


def name_buyer(*, reference: str, gstin: str, name: str, by: Actor, at: datetime) -> None:
    """Write the business an order is for, before its invoice is written; an empty GSTIN takes it away again."""
    with locks.transaction():
        if selectors.invoice_of(reference=reference) is not None:
            raise TooLateForBuyer()
        if gstin.strip():
            facts = {"gstin": read_gstin(gstin), "name": name.strip()[:160], "by": str(by), "at": at}
            Buyer.objects.update_or_create(reference=reference, defaults=facts)
        else:
            Buyer.objects.filter(reference=reference).delete()
        audit.record(action="invoice.buyer", subject=f"order:{reference}", by=by, at=at, gstin=gstin.strip()[:20])
