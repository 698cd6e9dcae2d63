"""The catalogue's tables, a file for each noun."""

from kirana.catalog.models.category import Brand, Category
from kirana.catalog.models.imports import ImportBatch, ImportBatchStateChange, ImportRow
from kirana.catalog.models.listing import Listing
from kirana.catalog.models.product import Product, ProductImage, VegMark

__all__ = [
    "Brand",
    "Category",
    "ImportBatch",
    "ImportBatchStateChange",
    "ImportRow",
    "Listing",
    "Product",
    "ProductImage",
    "VegMark",
]
