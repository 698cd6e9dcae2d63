"""The verbs that change stores."""

from datetime import datetime
from typing import Any

from django.db.models import F

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.ops.switches import SwitchTurned
from kirana.stores.models import Store

TERMS = frozenset(
    {
        "is_taking_orders",
        "minimum_order_paise",
        "delivery_fee_paise",
        "free_delivery_from_paise",
        "weighing_tolerance_bp",
    }
)


def open_store(*, slug: str, by: Actor, at: datetime, **facts: Any) -> Store:
    """Make a store; `facts` are the columns of `Store`. The same slug again brings its facts up to date."""
    with locks.transaction():
        store, made = Store.objects.update_or_create(slug=slug, defaults=facts)
        audit.record(action="store.open" if made else "store.update", subject=f"store:{store.pk}", by=by, at=at)
    return store


def set_terms(*, store: Store, by: Actor, at: datetime, **terms: Any) -> None:
    """Change the terms of sale: minimum order, delivery fee, free delivery, weighing tolerance, open or not."""
    unknown = set(terms) - TERMS
    if unknown:
        raise TypeError(f"not terms of a store: {', '.join(sorted(unknown))}")
    with locks.transaction():
        was = Store.objects.values(*terms).get(pk=store.pk)
        Store.objects.filter(pk=store.pk).update(**terms)
        note_catalogue_change(store_id=store.pk)
        audit.record(action="store.terms", subject=f"store:{store.pk}", by=by, at=at, was=was, now=terms)
    for name, value in terms.items():
        setattr(store, name, value)


def set_tax_terms(*, store: Store, gstin: str, is_composition: bool, by: Actor, at: datetime) -> None:
    """Write the GSTIN, checked by the caller, or that there is none, and whether the store is under composition."""
    terms = {"gstin": gstin, "is_composition": is_composition}
    with locks.transaction():
        was = Store.objects.values(*terms).get(pk=store.pk)
        Store.objects.filter(pk=store.pk).update(**terms)
        note_catalogue_change(store_id=store.pk)
        audit.record(action="store.tax", subject=f"store:{store.pk}", by=by, at=at, was=was, now=terms)
    store.gstin, store.is_composition = gstin, is_composition


def note_catalogue_change(*, store_id: int | None = None) -> None:
    """Grow the version under which pages and facets are kept: of one store, or of all."""
    stores = Store.objects.all() if store_id is None else Store.objects.filter(pk=store_id)
    stores.update(catalogue_version=F("catalogue_version") + 1)


def note_switch(_turned: SwitchTurned) -> None:
    """A switch was turned: every page says so, and those that were kept no longer do."""
    note_catalogue_change()
