from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.catalog import exports
from kirana.stores import selectors as stores


class Command(BaseCommand):
    help = "Write the whole catalogue to a .csv or .xlsx file that import_catalogue reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        path, store = options["file"], stores.current()
        if path.suffix == ".csv":
            with path.open("w", newline="", encoding="utf-8") as file:
                file.writelines(exports.as_csv(store_id=store.pk))
        elif path.suffix == ".xlsx":
            path.write_bytes(exports.as_excel(store_id=store.pk))
        else:
            raise CommandError("The file must end in .csv or .xlsx.")
        self.stdout.write(f"The catalogue is in {path}.")
