"""The verbs of products: what a thing is."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import IntegrityError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kirana.catalog import sorting
from kirana.catalog.events import CatalogueChanged
from kirana.catalog.models import Listing, Product
from kirana.core import audit, events, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.stores import services as stores

# The columns a person or a file may set.
EDITABLE = (
    "code",
    "name",
    "names",
    "brand",
    "category",
    "family",
    "is_loose",
    "unit",
    "net_quantity",
    "net_unit",
    "pack_label",
    "hsn",
    "gtin",
    "veg_mark",
    "origin",
    "maker",
    "importer",
    "fssai_number",
    "best_before",
    "ingredients",
    "nutrition",
    "storage",
    "description",
    "descriptions",
    "search_words",
)


class CodeTaken(ShopError):
    code = "code_taken"
    status = 422
    sentence = _("Another product already has this code or barcode.")


class BarcodeTaken(CodeTaken):
    code = "barcode_taken"
    sentence = _("Another product already has this barcode.")


def create(*, by: Actor, at: datetime, **facts: Any) -> Product:
    """Make a product; `facts` are columns of `EDITABLE`. Raises `CodeTaken`, `BarcodeTaken`."""
    _refuse_unknown(facts)
    product = Product(created_at=at, **facts)
    product.slug = unused_slug(slug_base(facts))
    with locks.transaction():
        _save(product, force_insert=True)
        audit.record(action="product.create", subject=f"product:{product.code}", by=by, at=at, name=product.name)
        announce([product.pk])
    return product


def edit(*, product: Product, by: Actor, at: datetime, **facts: Any) -> Product:
    """Change columns of a product; what it was and became is in the audit log. Raises as `create` does."""
    _refuse_unknown(facts)
    was = {name: getattr(product, name) for name in facts}
    changed = {name: value for name, value in facts.items() if was[name] != value}
    if not changed:
        return product
    for name, value in changed.items():
        setattr(product, name, value)
    with locks.transaction():
        _save(product, update_fields=list(changed))
        for listing in Listing.objects.filter(product=product):
            listing.product = product
            sorting.rewrite(listing)
            listing.save(update_fields=sorting.SORTING)
        audit.record(
            action="product.edit",
            subject=f"product:{product.code}",
            by=by,
            at=at,
            was=_told({name: was[name] for name in changed}),
            now=_told(changed),
        )
        announce([product.pk])
    return product


def announce(product_ids: list[int]) -> None:
    """Tell those above that the catalogue has changed, and grow its version."""
    stores.note_catalogue_change()
    events.publish(CatalogueChanged(tuple(product_ids)))


def slug_base(facts: Mapping[str, Any]) -> str:
    """`dharti-chakki-fresh-atta-5-kg`: what a product's address is made of."""
    brand = facts.get("brand")
    words = f"{brand.name if brand else ''} {facts['name']} {facts.get('pack_label', '')}"
    return slugify(words)[:140].strip("-") or slugify(facts["code"]) or "product"


def unused_slug(base: str) -> str:
    """The base itself, or the first `base-2`, `base-3`… that no product has."""
    taken = set(Product.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _save(product: Product, **how: Any) -> None:
    try:
        with locks.transaction():
            product.save(**how)
    except IntegrityError as error:
        if "gtin" in str(error):
            raise BarcodeTaken() from error
        if "code" in str(error):
            raise CodeTaken() from error
        raise


def _refuse_unknown(facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not columns of a product: {', '.join(sorted(unknown))}")


def _told(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | dict | None) else str(value) for name, value in columns.items()
    }
