from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.core import clock
from kirana.core.actors import system
from kirana.core.errors import ShopError
from kirana.ops.backups import selectors, services
from kirana.ops.backups.models import Backup
from kirana.ops.management.bar import Bar

BY = system("backup")


class Command(BaseCommand):
    help = "Make a backup of database, pictures and settings, and bring it to every place of BACKUP_PLACES."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--when-due", action="store_true", help="only when the schedule says so")
        parser.add_argument("--code", action="store_true", help="the code with its git history, instead of the data")
        parser.add_argument("--list", action="store_true", help="say which backups there are, and make none")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list()
            elif options["code"]:
                for path in services.keep_code(by=BY, at=clock.now()):
                    self.stdout.write(f"The code is in {path}.")
            elif not options["when_due"] or selectors.is_due(at=clock.now()):
                self._make()
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal

    def _make(self) -> None:
        with Bar() as bar:
            backup = services.make(by=BY, at=clock.now(), progress=bar.show)
        backup.refresh_from_db()
        tell = self.stdout.write
        tell(f"{backup.name}: {backup.note['rows']:,} rows, {backup.size_bytes:,} bytes, {backup.took_ms:,} ms.")
        tell("Sealed." if backup.is_sealed else "Not sealed: anyone who has the file can read it (BACKUP_RECIPIENTS).")
        for copy in backup.copies.all():
            tell(f"  {copy.place}: {'there, and read back' if copy.is_good else copy.error}")
        if not all(copy.is_good for copy in backup.copies.all()):
            raise CommandError("Not every place has it.")

    def _list(self) -> None:
        for backup in Backup.objects.prefetch_related("copies"):
            places = ", ".join(copy.place for copy in backup.copies.all() if copy.is_good)
            self.stdout.write(f"{backup.name}  {backup.state:<8}{backup.size_bytes:>14,}  {places or backup.error}")
