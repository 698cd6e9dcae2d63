"""The catalogue as the database has it: equal before and after a refusal, a preview, or a change that was taken back."""

from typing import Any

from kirana.catalog.models import Brand, Category, Listing, Product
from kirana.inventory.models import StockItem


def the_catalogue() -> dict[str, list[Any]]:
    """Every column of every product, listing, category and brand, and what stands on the shelf."""
    return {
        "products": list(Product.objects.order_by("pk").values()),
        "listings": list(Listing.objects.order_by("pk").values()),
        "categories": list(Category.objects.order_by("pk").values()),
        "brands": list(Brand.objects.order_by("pk").values()),
        "stock": list(StockItem.objects.order_by("pk").values()),
    }


def offered() -> dict[str, int]:
    """What is for sale: price by code."""
    rows = Listing.objects.filter(is_active=True).order_by("product__code")
    return dict(rows.values_list("product__code", "price_paise"))
