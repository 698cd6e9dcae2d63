"""Rates that the shop adds to the shipped table, and the scheme it is taxed under."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.invoicing.models import AddedRate
from kirana.invoicing.services.buyers import NotAGstin, read_gstin
from kirana.stores import services as stores
from kirana.stores.models import Store


class RateOverlaps(ShopError):
    code = "rate_overlaps"
    status = 422
    sentence = _("A rate for HSN %(hsn)s from %(on)s on was added already. Choose another day.")


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate to be added: `rate_bp` in hundredths of a per cent; `source` names the notification and its entry."""

    hsn: str
    description: str
    rate_bp: int
    condition: str
    effective_from: date
    effective_to: date | None
    source: str


def add_rate(*, draft: RateDraft, by: Actor, at: datetime) -> AddedRate:
    """Add a rate; invoices from its first day on have it. Raises `RateOverlaps` when that day has one already."""
    with locks.transaction():
        same = AddedRate.objects.filter(hsn=draft.hsn, condition=draft.condition, effective_from=draft.effective_from)
        if same.exists():
            raise RateOverlaps(hsn=draft.hsn, on=draft.effective_from.isoformat())
        added = AddedRate.objects.create(**asdict(draft), by=str(by), at=at)
        told = {name: str(value) for name, value in asdict(draft).items()}
        audit.record(action="gst.rate", subject=f"hsn:{draft.hsn}", by=by, at=at, **told)
    return added


def set_tax_terms(*, store: Store, gstin: str, is_composition: bool, by: Actor, at: datetime) -> None:
    """Write the store's GSTIN, or that it has none, and whether it pays tax under the composition scheme.

    Raises `NotAGstin`, also for a number of another state than the store's.
    """
    number = read_gstin(gstin) if gstin.strip() else ""
    if number and number[:2] != store.state_code:
        raise NotAGstin(text=number)
    stores.set_tax_terms(store=store, gstin=number, is_composition=bool(number) and is_composition, by=by, at=at)
