"""What the catalogue tells those above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """These products, or what a store offers of them, have changed or are new."""

    product_ids: tuple[int, ...]
