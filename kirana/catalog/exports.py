"""The catalogue as a file, under the headers that the import understands: what goes out can come in again."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet

from kirana.catalog.imports.headers import LANGUAGES
from kirana.catalog.models import Listing
from kirana.core.money import plain_rupees

HEADERS = (
    "code", "name", "name_hi", "brand", "department", "shelf", "pack", "sold", "price", "mrp", "gtin", "hsn", "veg",
    "origin", "maker", "importer", "fssai", "best_before", "ingredients", "storage", "description", "description_hi",
    "search_words", "family", "aisle",
)  # fmt: skip
DANGEROUS = ("=", "+", "-", "@")


def rows(*, store_id: int) -> Iterator[list[str]]:
    """The headers, then a row for everything the store offers or has offered.

    A language beside English and Hindi that some product is told in has two columns more, at the end.
    """
    listings = Listing.objects.filter(store_id=store_id).select_related("product__brand", "product__category__parent")
    more = _more_languages(listings)
    yield [*HEADERS, *(f"{noun}_{code}" for code in more for noun in ("name", "description"))]
    for listing in listings.order_by("product__code").iterator(chunk_size=1000):
        product = listing.product
        told = (texts.get(code, "") for code in more for texts in (product.names, product.descriptions))
        yield [*_row(listing), *told]


def as_csv(*, store_id: int) -> Iterator[str]:
    """The file in pieces, with the mark by which Excel knows UTF-8."""
    yield "\ufeff"
    for row in rows(store_id=store_id):
        out = io.StringIO()
        csv.writer(out).writerow([_harmless(cell) for cell in row])
        yield out.getvalue()


def as_excel(*, store_id: int) -> bytes:
    """The file as an Excel workbook; cells are text, so that codes and barcodes keep their zeros."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Catalogue")
    for row in rows(store_id=store_id):
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _more_languages(listings: QuerySet[Listing]) -> list[str]:
    """The codes of the languages that the import understands, that are used, and that `HEADERS` has no column for."""
    texts = listings.order_by().values_list("product__names", "product__descriptions")
    used = {code for pair in texts.iterator(chunk_size=1000) for told in pair for code in told}
    return [code for code in LANGUAGES if code in used and f"name_{code}" not in HEADERS]


def _row(listing: Listing) -> list[str]:
    product, parent = listing.product, listing.product.category.parent
    return [
        product.code,
        product.name,
        product.names.get("hi", ""),
        product.brand.name if product.brand else "",
        parent.name if parent else product.category.name,
        product.category.name if parent else "",
        product.pack_label,
        "loose" if product.is_loose else "packed",
        plain_rupees(listing.price_paise),
        "" if listing.mrp_paise is None else plain_rupees(listing.mrp_paise),
        product.gtin or "",
        product.hsn,
        product.veg_mark,
        product.origin,
        product.maker,
        product.importer,
        product.fssai_number,
        product.best_before,
        product.ingredients,
        product.storage,
        product.description,
        product.descriptions.get("hi", ""),
        product.search_words,
        product.family,
        listing.aisle,
    ]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
