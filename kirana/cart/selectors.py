"""Questions about carts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from kirana.cart.models import Cart, CartLine
from kirana.core.prepared import prepared
from kirana.core.quantity import BaseUnit


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of a cart with everything about the goods that a bill or a screen needs, as it is now."""

    listing_id: int
    quantity: int
    seen_paise: int
    note: str
    if_missing: str
    price_paise: int
    mrp_paise: int | None
    step: int
    aisle: str
    is_offered: bool
    code: str
    slug: str
    name: str
    names: dict[str, str]
    brand: str
    pack_label: str
    picture: str
    hsn: str
    is_loose: bool
    unit: BaseUnit
    available: int

    def name_in(self, language: str) -> str:
        """The name in a language, or as it is written everywhere else."""
        return self.names.get(language) or self.name


def by_token(*, token: str) -> Cart | None:
    """The cart a browser's cookie names, with its store."""
    found = _carts(token) if token else []
    return found[0] if found else None


def contents(*, cart_id: int) -> list[CartItem]:
    """The lines in the order they were put in; one statement, however many there are."""
    return [CartItem(*(*row[:-2], BaseUnit(row[-2]), row[-1])) for row in _lines(cart_id)]


def quantities(*, cart_id: int) -> dict[int, int]:
    """How much of each listing is in the cart: what the + and − on a page need."""
    return dict(CartLine.objects.filter(cart_id=cart_id).values_list("listing_id", "quantity"))


@prepared
def _carts(token: str) -> QuerySet[Cart]:
    return Cart.objects.select_related("store").filter(token=token)


@prepared
def _lines(cart_id: int) -> Any:
    lines = CartLine.objects.filter(cart_id=cart_id).order_by("pk")
    return lines.values_list(
        "listing_id",
        "quantity",
        "seen_paise",
        "note",
        "if_missing",
        "listing__price_paise",
        "listing__mrp_paise",
        "listing__step",
        "listing__aisle",
        "listing__is_active",
        "listing__product__code",
        "listing__product__slug",
        "listing__product__name",
        "listing__product__names",
        Coalesce("listing__product__brand__name", Value("")),
        "listing__product__pack_label",
        "listing__product__picture",
        "listing__product__hsn",
        "listing__product__is_loose",
        "listing__product__unit",
        Coalesce(F("listing__stock__on_hand") - F("listing__stock__reserved"), 0, output_field=IntegerField()),
    )
