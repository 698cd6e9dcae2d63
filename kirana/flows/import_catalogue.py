"""Importing a catalogue: read a file and show what it would change; apply it; take it back.

    read_file    nothing changes but the batch: every row is new, changed, as it was, or refused with a reason
    apply_batch  one transaction: all of it, or nothing
    undo_batch   what changed is as it was; what was new is no longer offered

A file that is applied twice changes nothing the second time; one that is read again after it was undone offers its
products again. Rows in = new + changed + as it was + refused.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.catalog.events import CatalogueChanged
from kirana.catalog.imports import files, headers, rows
from kirana.catalog.models import ImportBatch, ImportRow, Listing, Product
from kirana.catalog.models.imports import ImportOutcome
from kirana.catalog.services import bulk
from kirana.catalog.states import IMPORTS, ImportState
from kirana.core import audit, events, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.inventory import services as inventory
from kirana.stores import services as stores
from kirana.stores.models import Store

BATCH = 1000
Progress = Callable[[str, int, int], None]


class ImportedSince(ShopError):
    code = "imported_since"
    sentence = gettext_lazy("A later import has changed some of these products. Undo “%(name)s” first.")


class CodesChangedSince(ShopError):
    code = "codes_changed_since"
    sentence = gettext_lazy("These codes of the file no longer name a product: %(codes)s. Change them back first.")


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


def read_file(
    *, store: Store, file: IO[bytes], name: str, by: Actor, at: datetime, progress: Progress = silent
) -> ImportBatch:
    """A batch that says what the file would change. Raises `UnreadableFile`, `MissingColumns`."""
    sheet = files.read(file=file, name=name)
    columns = headers.mapping(sheet.headers)
    with locks.transaction():
        batch = ImportBatch.objects.create(
            store=store, filename=name[:200], row_count=len(sheet.rows), state=ImportState.READ, by=str(by), at=at
        )
        IMPORTS.begin(batch, by=by, at=at)
        counts = dict.fromkeys(ImportOutcome, 0)
        seen: dict[str, int] = {}
        numbered = enumerate(sheet.rows, start=sheet.first_row)
        while chunk := list(islice(numbered, BATCH)):
            found = list(_judge(batch, chunk, columns, seen))
            for row in found:
                counts[ImportOutcome(row.outcome)] += 1
            ImportRow.objects.bulk_create([row for row in found if row.outcome != ImportOutcome.UNCHANGED])
            progress(_("Reading"), chunk[-1][0] - sheet.first_row + 1, len(sheet.rows))
        _count(batch, counts)
    return batch


def apply_batch(
    *, batch: ImportBatch, by: Actor, at: datetime, stock: int | None = None, progress: Progress = silent
) -> None:
    """Do what the batch says, all of it or nothing. `stock` is put on the shelf of new products without any."""
    with locks.transaction():
        batch = locks.locked(ImportBatch.objects.filter(pk=batch.pk).select_related("store")).get()
        IMPORTS.move(batch, "apply", by=by, at=at)
        waiting = batch.rows.exclude(outcome=ImportOutcome.REFUSED).order_by("line")
        total, done = waiting.count(), 0
        names, shelf, changed = bulk.Names(), {}, []
        wants = waiting.values_list("wanted", flat=True).iterator(chunk_size=BATCH)
        names.make_brands(want["brand"] or "" for want in wants)
        for chunk in _chunks(waiting.iterator(chunk_size=BATCH)):
            fresh = [row for row in chunk if row.outcome == ImportOutcome.CREATED]
            made = bulk.create(store=batch.store, rows=[row.wanted for row in fresh], names=names, at=at)
            for row, listing in zip(fresh, made, strict=True):
                opening = row.wanted["stock"] if row.wanted["stock"] is not None else stock
                shelf[listing.pk] = opening or 0
            touched = _update(batch, [row for row in chunk if row.outcome == ImportOutcome.UPDATED], names)
            changed += [listing.product_id for listing in (*made, *touched)]
            done += len(chunk)
            progress(_("Applying"), done, total)
        inventory.open_shelf(quantities=shelf, by=by, at=at)
        progress(_("Indexing"), total, total)
        _announce(batch, changed, "catalogue.import", by=by, at=at)


def undo_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Put back what the batch changed, and offer no longer what it brought.

    Raises `ImportedSince`, and `CodesChangedSince` when a row no longer finds its product.
    """
    with locks.transaction():
        batch = locks.locked(ImportBatch.objects.filter(pk=batch.pk).select_related("store")).get()
        _refuse_when_imported_since(batch)
        IMPORTS.move(batch, "undo", by=by, at=at)
        names, changed = bulk.Names(), []
        applied = batch.rows.exclude(outcome=ImportOutcome.REFUSED).order_by("line")
        for chunk in _chunks(applied.iterator(chunk_size=BATCH)):
            listings = _listings(batch.store_id, [row.code for row in chunk])
            _refuse_when_codes_changed(chunk, listings)
            new = [listings[row.code].pk for row in chunk if row.outcome == ImportOutcome.CREATED]
            Listing.objects.filter(pk__in=new).update(is_active=False)
            back = [row for row in chunk if row.outcome == ImportOutcome.UPDATED]
            bulk.update(listings=[listings[row.code] for row in back], rows=[row.was for row in back], names=names)
            changed += [listing.product_id for listing in listings.values()]
        _announce(batch, changed, "catalogue.import_undone", by=by, at=at)


def drop_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Forget a file that was read and not applied."""
    with locks.transaction():
        batch = locks.locked(ImportBatch.objects.filter(pk=batch.pk)).get()
        IMPORTS.move(batch, "drop", by=by, at=at)
        batch.rows.all().delete()


def _judge(
    batch: ImportBatch, chunk: list[tuple[int, files.Row]], columns: dict[str, str], seen: dict[str, int]
) -> Iterator[ImportRow]:
    """What becomes of each row of a chunk."""
    judged: list[tuple[ImportRow, rows.Wanted | None]] = []
    for line, row in chunk:
        cells = {ours: row.get(header, "") for header, ours in columns.items()}
        judged.append(_wish(batch, line, cells, seen))
    wants = [want for _record, want in judged if want]
    known, taken_off = _listings(batch.store_id, [want.code for want in wants]), _undone_codes(batch.store_id, wants)
    owners = _owners_of_barcodes(wants)
    for record, want in judged:
        if want is not None:
            _compare(record, want, known.get(want.code), owners, offers_again=want.code in taken_off)
        yield record


def _compare(
    record: ImportRow, want: rows.Wanted, listing: Listing | None, owners: dict[str, str], *, offers_again: bool
) -> None:
    """Say what the row would change of its listing, if there is one."""
    gtin = want.product.get("gtin")
    if gtin and owners.get(gtin, want.code) != want.code:
        record.outcome = ImportOutcome.REFUSED
        record.reason = _("its barcode %(gtin)s is that of %(code)s") % {"gtin": gtin, "code": owners[gtin]}
        return
    if listing is not None:
        try:
            _fit_to(want, listing)
        except rows.RowRefused as refusal:
            record.outcome, record.reason = ImportOutcome.REFUSED, str(refusal)[:300]
            return
        if offers_again:
            want.listing["is_active"] = True
        record.wanted = want.as_json()
    record.was = _difference(listing, want) if listing else {}
    record.outcome = _outcome(listing, record.was)


def _fit_to(want: rows.Wanted, listing: Listing) -> None:
    """Complete what the row wants by what is there already. Raises `RowRefused` when that cannot be had."""
    for name in ("names", "descriptions"):
        if name in want.product:  # languages that the file has no column for stay
            want.product[name] = getattr(listing.product, name) | want.product[name]
    rows.refuse_above_mrp(want.listing["price_paise"], want.listing.get("mrp_paise", listing.mrp_paise))


def _undone_codes(store_id: int, wants: list[rows.Wanted]) -> set[str]:
    """The codes among them whose products an import brought and its undoing took off the shelf."""
    undone = ImportRow.objects.filter(batch__store_id=store_id, batch__state=ImportState.UNDONE)
    made = undone.filter(outcome=ImportOutcome.CREATED, code__in=[want.code for want in wants])
    return set(made.values_list("code", flat=True))


def _owners_of_barcodes(wants: list[rows.Wanted]) -> dict[str, str]:
    """For each barcode among them that a product has already: that product's code."""
    gtins = [want.product["gtin"] for want in wants if want.product.get("gtin")]
    return {str(gtin): code for gtin, code in Product.objects.filter(gtin__in=gtins).values_list("gtin", "code")}


def _wish(
    batch: ImportBatch, line: int, cells: dict[str, str], seen: dict[str, int]
) -> tuple[ImportRow, rows.Wanted | None]:
    row = ImportRow(batch=batch, line=line, name=cells.get("name", "")[:300])
    try:
        want = rows.wanted(cells)
        if want.code in seen:
            raise rows.RowRefused(_("the same product is already in row %(line)s") % {"line": seen[want.code]})
        barcode = f"barcode {want.product.get('gtin')}"
        if want.product.get("gtin") and barcode in seen:
            raise rows.RowRefused(_("its barcode is already in row %(line)s") % {"line": seen[barcode]})
    except rows.RowRefused as refusal:
        row.outcome, row.reason = ImportOutcome.REFUSED, str(refusal)[:300]
        return row, None
    seen[want.code] = seen[barcode] = line
    row.code, row.name, row.wanted = want.code, want.name, want.as_json()
    return row, want


def _outcome(listing: Listing | None, difference: dict[str, Any]) -> str:
    if listing is None:
        return ImportOutcome.CREATED
    return ImportOutcome.UPDATED if difference else ImportOutcome.UNCHANGED


def _difference(listing: Listing, want: rows.Wanted) -> dict[str, Any]:
    """What the row speaks of as it is now, in the shape of a row; empty when that is what the row wants."""
    was = _as_row(listing, want)
    return was if was != {name: value for name, value in want.as_json().items() if name in was} else {}


def _as_row(listing: Listing, want: rows.Wanted) -> dict[str, Any]:
    """The listing in the shape of the row, as far as the row speaks of it."""
    product, parent = listing.product, listing.product.category.parent
    department, shelf = (parent.name, product.category.name) if parent else (product.category.name, "")
    wanted_shelf = ((want.department or "").casefold(), (want.shelf or "").casefold())
    is_same_shelf = want.department is None or (department.casefold(), shelf.casefold()) == wanted_shelf
    brand = product.brand.name if product.brand else ""
    return {
        "brand": want.brand if want.brand is None or brand.casefold() == want.brand.casefold() else brand,
        "department": want.department if is_same_shelf else department,
        "shelf": want.shelf if is_same_shelf else shelf,
        "product": {name: getattr(product, name) for name in want.product},
        "listing": {name: getattr(listing, name) for name in want.listing},
    }


def _update(batch: ImportBatch, chunk: list[ImportRow], names: bulk.Names) -> list[Listing]:
    listings = _listings(batch.store_id, [row.code for row in chunk])
    touched = [listings[row.code] for row in chunk]
    for row, listing in zip(chunk, touched, strict=True):
        row.was = _as_row(listing, rows.Wanted(**row.wanted))
    ImportRow.objects.bulk_update(chunk, ["was"], batch_size=200)
    bulk.update(listings=touched, rows=[row.wanted for row in chunk], names=names)
    return touched


def _listings(store_id: int, codes: list[str]) -> dict[str, Listing]:
    found = Listing.objects.filter(store_id=store_id, product__code__in=codes)
    found = found.select_related("product__brand", "product__category__parent")
    return {listing.product.code: listing for listing in found}


def _refuse_when_imported_since(batch: ImportBatch) -> None:
    codes = batch.rows.exclude(outcome=ImportOutcome.REFUSED).values("code")
    applied = batch.history.filter(move="apply").order_by("pk").last()
    if applied is None:  # it never was, which the move will say
        return
    others = ImportRow.objects.filter(batch__store_id=batch.store_id, batch__state=ImportState.APPLIED, code__in=codes)
    later = others.filter(batch__history__move="apply", batch__history__pk__gt=applied.pk)
    clash = later.select_related("batch").first()
    if clash is not None:
        raise ImportedSince(name=clash.batch.filename)


def _refuse_when_codes_changed(chunk: list[ImportRow], listings: dict[str, Listing]) -> None:
    lost = [row.code for row in chunk if row.code not in listings]
    if lost:
        raise CodesChangedSince(codes=", ".join(lost[:5]))


def _announce(batch: ImportBatch, product_ids: list[int], action: str, *, by: Actor, at: datetime) -> None:
    if product_ids:
        stores.note_catalogue_change(store_id=batch.store_id)
        events.publish(CatalogueChanged(tuple(product_ids)))
    audit.record(
        action=action, subject=f"import:{batch.pk}", by=by, at=at, file=batch.filename, products=len(product_ids)
    )


def _count(batch: ImportBatch, counts: dict[ImportOutcome, int]) -> None:
    batch.created_count = counts[ImportOutcome.CREATED]
    batch.updated_count = counts[ImportOutcome.UPDATED]
    batch.unchanged_count = counts[ImportOutcome.UNCHANGED]
    batch.refused_count = counts[ImportOutcome.REFUSED]
    batch.save(update_fields=["created_count", "updated_count", "unchanged_count", "refused_count"])


def _chunks(found: Iterator[ImportRow]) -> Iterator[list[ImportRow]]:
    while chunk := list(islice(found, BATCH)):
        yield chunk
