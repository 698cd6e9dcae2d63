import csv
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from tqdm import tqdm

from kirana.catalog.models import ImportBatch
from kirana.catalog.models.imports import ImportOutcome
from kirana.core import clock
from kirana.core.actors import system
from kirana.core.errors import ShopError
from kirana.flows import import_catalogue as flow
from kirana.stores import selectors as stores

BY = system("import")
MOST_REASONS = 12


class Command(BaseCommand):
    help = "Import products from a CSV, Excel or JSON file. Safe to repeat; every refused row is told with its reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file")
        parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--stock", type=int, help="put so many packs (or grams) of each new product on the shelf")
        parser.add_argument("--report", type=Path, help="write every new, changed or refused row to this CSV file")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take an applied import back")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["undo"]:
                self._undo(options["undo"])
            elif options["file"]:
                self._import(options)
            else:
                raise CommandError("Name a file to import, or a batch with --undo.")
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        path, began = options["file"], time.monotonic()
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        with _Bar() as bar, path.open("rb") as file:
            store, at = stores.current(), clock.now()
            batch = flow.read_file(store=store, file=file, name=path.name, by=BY, at=at, progress=bar.show)
            if not options["preview"]:
                flow.apply_batch(batch=batch, by=BY, at=clock.now(), stock=options["stock"], progress=bar.show)
        if options["report"]:
            self._write_report(batch, options["report"])
        self._tell(batch, options, time.monotonic() - began)
        if options["preview"]:
            flow.drop_batch(batch=batch, by=BY, at=clock.now())

    def _undo(self, number: int) -> None:
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no import {number}.")
        flow.undo_batch(batch=batch, by=BY, at=clock.now())
        self.stdout.write(f"“{batch.filename}” is taken back.")

    def _tell(self, batch: ImportBatch, options: dict[str, Any], seconds: float) -> None:
        accepted = batch.created_count + batch.updated_count + batch.unchanged_count
        if accepted + batch.refused_count != batch.row_count:
            raise CommandError(
                f"{batch.row_count} rows came in, but {accepted + batch.refused_count} are accounted for."
            )
        would = "Would be" if options["preview"] else "Import"
        self.stdout.write(f"\n{would} {batch.pk}: {batch.filename}, {seconds:.1f} s\n\n")
        for count, label in (
            (batch.row_count, "rows in"),
            (batch.created_count, "new"),
            (batch.updated_count, "changed"),
            (batch.unchanged_count, "as they were"),
            (batch.refused_count, "refused"),
        ):
            self.stdout.write(f"  {count:>8,}  {label}\n")
        self._tell_reasons(batch)
        if not options["preview"]:
            self.stdout.write(f"\nTake it back with: manage.py import_catalogue --undo {batch.pk}\n")

    def _tell_reasons(self, batch: ImportBatch) -> None:
        refused = batch.rows.filter(outcome=ImportOutcome.REFUSED)
        repeats = refused.filter(reason__contains=" already in row ").count()
        if repeats:
            self.stdout.write(f"\n  {repeats:>8,}  the same product is already in another row\n")
        others = refused.exclude(reason__contains=" already in row ").order_by()
        for reason, count in others.values_list("reason").annotate(n=Count("pk")).order_by("-n")[:MOST_REASONS]:
            self.stdout.write(f"  {count:>8,}  {reason}\n")
        examples = list(refused.order_by("line")[:3])
        if examples:
            self.stdout.write("\n  for example\n")
        for row in examples:
            self.stdout.write(f"    row {row.line}: {row.name or '(no name)'}: {row.reason}\n")

    def _write_report(self, batch: ImportBatch, path: Path) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "outcome", "code", "name", "reason"])
            for row in batch.rows.iterator(chunk_size=2000):
                writer.writerow([row.line, row.outcome, row.code, row.name, row.reason])


class _Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __enter__(self) -> "_Bar":
        self._bar = tqdm(disable=not sys.stderr.isatty(), unit=" rows", leave=False)
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.close()

    def show(self, what: str, done: int, total: int) -> None:
        """Move the bar."""
        self._bar.set_description(what, refresh=False)
        self._bar.total, self._bar.n = total, done
        self._bar.refresh()
