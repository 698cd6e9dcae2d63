"""The verbs of listings: what a store offers, and for how much."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from kirana.catalog import sorting
from kirana.catalog.models import Listing, Product
from kirana.catalog.services.products import announce
from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.stores.models import Store

EDITABLE = ("price_paise", "mrp_paise", "step", "aisle", "is_active", "is_featured")


class AboveMrp(ShopError):
    """Legal Metrology (Packaged Commodities) Rules, rule 18(2): nothing is sold above its MRP."""

    code = "above_mrp"
    status = 422
    sentence = _("The price %(price)s is above the MRP %(mrp)s. No shop may sell above MRP.")


class PriceMissing(ShopError):
    code = "price_missing"
    status = 422
    sentence = _("A price must be more than nothing.")


def default_step(*, is_loose: bool, price_paise: int) -> int:
    """What + adds: one pack; of loose goods less the dearer they are, as people buy them."""
    if not is_loose:
        return 1
    return 50 if price_paise >= 1_000_00 else 100 if price_paise >= 300_00 else 250


def offer(*, store: Store, product: Product, by: Actor, at: datetime, **terms: Any) -> Listing:
    """Have the store offer the product; `terms` are columns of `EDITABLE`. Raises `AboveMrp`, `PriceMissing`."""
    terms.setdefault("step", default_step(is_loose=product.is_loose, price_paise=terms["price_paise"]))
    check_price(price_paise=terms["price_paise"], mrp_paise=terms.get("mrp_paise"))
    listing = Listing(store=store, product=product, listed_at=at, **terms)
    sorting.rewrite(listing)
    with locks.transaction():
        listing.save(force_insert=True)
        audit.record(
            action="listing.offer", subject=f"listing:{listing.pk}", by=by, at=at, price_paise=listing.price_paise
        )
        announce([product.pk])
    return listing


def change(*, listing: Listing, by: Actor, at: datetime, **terms: Any) -> Listing:
    """Change price, MRP, place or offer. Raises `AboveMrp`, `PriceMissing`."""
    unknown = set(terms) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not terms of a listing: {', '.join(sorted(unknown))}")
    was = {name: getattr(listing, name) for name in terms if getattr(listing, name) != terms[name]}
    if not was:
        return listing
    check_price(
        price_paise=terms.get("price_paise", listing.price_paise), mrp_paise=terms.get("mrp_paise", listing.mrp_paise)
    )
    for name in was:
        setattr(listing, name, terms[name])
    sorting.rewrite(listing)
    with locks.transaction():
        listing.save(update_fields=[*was, *sorting.SORTING])
        now = {name: terms[name] for name in was}
        audit.record(action="listing.change", subject=f"listing:{listing.pk}", by=by, at=at, was=was, now=now)
        announce([listing.product_id])
    return listing


def check_price(*, price_paise: int, mrp_paise: int | None) -> None:
    """Raise unless this may be a price: above nothing and not above MRP."""
    if price_paise <= 0:
        raise PriceMissing()
    if mrp_paise is not None and price_paise > mrp_paise:
        raise AboveMrp(price=format_rupees(price_paise), mrp=format_rupees(mrp_paise))


def set_popularity(*, sold: Mapping[int, int]) -> None:
    """Rank listings by how often they were bought lately, by listing id; others fall to nothing."""
    Listing.objects.exclude(pk__in=sold).filter(popularity__gt=0).update(popularity=0)
    if sold:
        counts = Case(
            *(When(pk=key, then=Value(times)) for key, times in sold.items()),
            default=F("popularity"),
            output_field=IntegerField(),
        )
        Listing.objects.filter(pk__in=sold).update(popularity=counts)
